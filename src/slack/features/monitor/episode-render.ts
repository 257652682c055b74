import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import type { Instant } from "../../../lib/time.ts";
import { nearMoment, say, type Words } from "../../../lib/words.ts";
import { type Episode, openParts, type ShownPart } from "../../../monitor/episode/state.ts";
import { severityOf } from "../../../monitor/episode/summary.ts";
import {
  gapLines,
  headline,
  partLine,
  remedies,
  sideLine,
  whenLine,
} from "../../../monitor/episode/words.ts";
import { button } from "../../blocks/buttons.ts";
import { contentOf, context, mrkdwn, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";

/** The action ids of an episode's buttons. Each carries the episode's stream. */
export const episodeActions = {
  declare: "episode.declare",
  mute: "episode.mute",
  notOurs: "episode.not_ours",
  checklist: "episode.checklist",
} as const;

/** Of many things that are wrong, as many as a phone shows. */
const partsShown = 8;

/**
 * An episode's message: what, since when, how sure, on whose side, what is fine, what to press. `now` is that of its
 * last event, so that the message changes with the record alone.
 */
export function renderEpisode(stream: string, episode: Episode, now: Instant): Content {
  const open = openParts(episode);
  return contentOf([
    section(`${mark(episode)} *${mrkdwn(`${episode.drill ? "DRILL · " : ""}${headline(episode)}`)}*`),
    section([whenLine(episode, now), ...gapLines(episode, now)].map(mrkdwn).join("\n")),
    ...partBlocks(episode, now),
    ...sideBlocks(episode, open.length > 0),
    ...foot(episode, now).map((words) => context(mrkdwn(words))),
    ...(open.length > 0 && !episode.notOurs ? [buttons(stream, episode)] : []),
  ]);
}

/** Never alone: the words beside it say the same. */
function mark(episode: Episode): string {
  const open = openParts(episode);
  if (open.length === 0) return "✅";
  if (open.some(({ unsteady }) => unsteady)) return "〰️";
  if (open.every(({ outcome }) => outcome === "unknown")) return "❔";
  return open.some(({ outcome }) => outcome === "failing") ? "❌" : "⚠️";
}

function partBlocks({ parts }: Episode, now: Instant): KnownBlock[] {
  const lines = parts.slice(0, partsShown).map((part) => line(part, now));
  const more = parts.length - partsShown;
  return [section([...lines, ...(more > 0 ? [`…and ${more} more`] : [])].join("\n"))];
}

function line(part: ShownPart, now: Instant): string {
  return `• *${mrkdwn(part.name)}*  ${mrkdwn(partLine(part, now))}`;
}

function sideBlocks(episode: Episode, isOpen: boolean): KnownBlock[] {
  if (!isOpen) return [];
  const fixes = remedies(episode).slice(0, 3);
  const lines = fixes.map(({ remedy, link }) => `• ${mrkdwn(remedy)}${link ? ` <${link}|Open>` : ""}`);
  const side = sideLine(episode);
  return [
    ...(side ? [context(mrkdwn(side))] : []),
    ...(lines.length > 0 ? [section(`*What to do*\n${lines.join("\n")}`)] : []),
  ];
}

function foot({ notOurs, declared }: Episode, now: Instant): Words[] {
  return [
    ...(declared
      ? [say`${declared.incident} declared by ${declared.by}, ${nearMoment(declared.at, now)}.`]
      : []),
    ...(notOurs ? [say`Not ours, says ${notOurs.by}, ${nearMoment(notOurs.at, now)}. I go on looking.`] : []),
  ];
}

function buttons(stream: string, episode: Episode): ActionsBlock {
  return {
    type: "actions",
    elements: [
      // In a drill's own channel there is the incident already.
      ...(episode.drill || episode.declared ? [] : [declareButton(stream, episode)]),
      ...checklistButton(episode),
      button({ action: `${anyVerbAction}:triage`, text: "Run triage", value: "triage" }),
      ...(episode.drill
        ? []
        : [
            button({ action: episodeActions.mute, text: "Mute 1 h", value: stream }),
            ...(episode.declared
              ? []
              : [button({ action: episodeActions.notOurs, text: "Not ours", value: stream })]),
          ]),
    ],
  };
}

/** For what is not broken and will be: there is time for a checklist. Its value says what runs out. */
function checklistButton(episode: Episode): Button[] {
  const meter = openParts(episode).find(({ source, outcome }) => source === "meter" && outcome !== "unknown");
  if (!meter) return [];
  const [what = ""] = meter.key.split(":");
  const text = what === "webhook" ? "Open the rotate checklist" : "Open the checklist";
  return [button({ action: episodeActions.checklist, text, value: what })];
}

function declareButton(stream: string, episode: Episode): Button {
  const severity = severityOf(episode);
  return button({
    action: episodeActions.declare,
    text: severity ? `Declare ${severity}` : "Declare",
    value: stream,
    ...(severity && { style: "primary" as const }),
  });
}

/** That something lasts is told in the thread and shown in the channel: an edit calls nobody. */
export function reminderLine(
  episode: Episode,
  { at, since, id, meaning }: Episode["reminders"][number],
): Words {
  if (meaning) return meaning;
  const name =
    episode.parts.find(({ key, source }) => key === id.key && source === id.source)?.name ?? id.key;
  return say`Still wrong: ${name}, again since ${nearMoment(since, at)}.`;
}
