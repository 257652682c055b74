import type { Summary } from "../../incident/summary.ts";
import type { Instant } from "../../lib/time.ts";
import { worst } from "../../runbook/severity.ts";
import { type Episode, endOf, openParts, startOf } from "./state.ts";
import { headline } from "./words.ts";

/** What only episodes have in their summary's `extra`. */
export type EpisodeExtra = {
  /** `<source> <key>` of each part, and of those that are wrong now. */
  parts: string[];
  openParts: string[];
  /** The drill's incident it belongs to; "": it is real. */
  scope: string;
  /** When people were last given notice. */
  noticeAt: Instant;
  incident: string | null;
  told: boolean;
};

/** The episode as lists and look-ups see it. Expects one that was opened. */
export function summariseEpisode(stream: string, episode: Episode): Summary {
  const named = (parts: Episode["parts"]) => parts.map(({ source, key }) => `${source} ${key}`);
  const extra: EpisodeExtra = {
    parts: named(episode.parts),
    openParts: named(openParts(episode)),
    scope: episode.drill ?? "",
    noticeAt: episode.reminders.at(-1)?.at ?? episode.openedAt ?? "",
    incident: episode.declared?.incident ?? null,
    told: episode.told,
  };
  return {
    stream,
    kind: "episode",
    number: null,
    open: openParts(episode).length > 0,
    private: false,
    drill: episode.drill !== null,
    severity: severityOf(episode),
    title: headline(episode),
    status: openParts(episode).length > 0 ? "open" : "over",
    channelId: null,
    leadId: null,
    startedAt: startOf(episode),
    endedAt: endOf(episode),
    nextUpdateAt: null,
    extra,
  };
}

/** The severity that what is wrong suggests. */
export function severityOf(episode: Episode): Summary["severity"] {
  const shown = openParts(episode);
  const parts = shown.length > 0 ? shown : episode.parts;
  return worst([episode.around.diagnosis?.severity, ...parts.map(({ severity }) => severity)]) ?? null;
}
