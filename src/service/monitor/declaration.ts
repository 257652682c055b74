import type { Evidence } from "../../incident/events.ts";
import { titleAtMost } from "../../incident/limits.ts";
import { system } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { Episode } from "../../monitor/episode/state.ts";
import { startOf } from "../../monitor/episode/state.ts";
import { severityOf } from "../../monitor/episode/summary.ts";
import { headline } from "../../monitor/episode/words.ts";
import type { Severity } from "../../runbook/severity.ts";
import type { Incidents } from "../incidents.ts";
import type { Episodes } from "./episodes.ts";

/** What an episode knows of an incident that is declared from it. */
export type DeclaredEpisode = {
  title: string;
  severity: Severity;
  impact: string;
  detection: "alert";
  /** When the bot noticed it, and when it began. */
  detectedAt: Instant;
  beganAt: Instant;
  cause?: string;
  evidence?: Evidence;
};

/** Reads an episode as the incident it would make. Expects one that was opened. */
export function declaredFrom(stream: string, episode: Episode): DeclaredEpisode {
  const { diagnosis } = episode.around;
  const results = episode.parts.flatMap(({ result }) => result ?? []);
  const [first] = results;
  const text = headline(episode);
  return {
    title: text.replace(/\.$/, "").slice(0, titleAtMost),
    severity: severityOf(episode) ?? "P3",
    impact: text,
    detection: "alert",
    detectedAt: episode.openedAt!,
    beganAt: startOf(episode),
    ...(first && { cause: `${first.code} ${first.probe}` }),
    ...(diagnosis && results.length > 0 && { evidence: { stream, diagnosis, results } }),
  };
}

/** Declares an incident of an episode by itself, once, where that is sure; nothing that is muted, and no drill. */
export async function declareWhereSure(
  stream: string,
  { episodes, incidents }: { episodes: Episodes; incidents: Incidents },
): Promise<void> {
  const episode = await episodes.load(stream);
  if (episode.drill || episode.declared || episode.notOurs || !episode.told || !isSure(episode)) return;
  const request = { by: system, receipt: `declared ${stream}` };
  const opened = await incidents.declare(declaredFrom(stream, episode), request);
  if (opened.outcome === "refused") return;
  await episodes.change(stream, { type: "declared", incident: opened.stream }, { by: system });
}

/** Tells whether two kinds of evidence agree on whose side it is: then it may be declared without a person. */
export function isSure(episode: Episode): boolean {
  const wrong = episode.parts.filter(({ endedAt, outcome }) => endedAt === null && outcome !== "unknown");
  const bySide = Map.groupBy(
    wrong.filter(({ side }) => side !== "unknown"),
    ({ side }) => side,
  );
  return [...bySide.values()].some((same) => new Set(same.map(({ evidenceKind }) => evidenceKind)).size > 1);
}
