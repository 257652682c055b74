import { creditsLostText } from "../incident/credits.ts";
import type { Details } from "../incident/events.ts";
import { replayedText } from "../incident/replay/replayed.ts";
import type { Incident } from "../incident/state.ts";
import { detectionText, statusText } from "../incident/status-text.ts";
import { durationText } from "../lib/duration.ts";
import { ownSentence, sentence } from "../lib/sentence.ts";
import { dateTime, say, sentences, type Words } from "../lib/words.ts";
import type { ByType } from "../record/by-type.ts";
import { statusPageText } from "./status-page-text.ts";
import type { ToldIn } from "./told.ts";

export type TimelineKind =
  | "status"
  | "severity"
  | "people"
  | "update"
  | "action"
  | "note"
  | "triage"
  | "walk"
  | "clock"
  | "watch"
  | "message"
  | "follow_up";

export type Line = { kind: TimelineKind; text: Words };

/** The line of each event told in the timeline; null: this one is not. */
export const timelineLines: ByType<ToldIn<"timeline">, [Incident], Line | null> = {
  "incident.declared": (event) => ({
    kind: "status",
    text: sentences(
      say`Declared ${event.severity}: ${sentence(event.title)}`,
      event.beganAt && say`Began ${dateTime(event.beganAt)}.`,
      say`Detected ${dateTime(event.detectedAt)} by ${detectionText(event.detection)}.`,
      event.lead && say`Lead: ${event.lead}.`,
      event.evidence && `Triage: ${event.evidence.diagnosis.verdict}`,
    ),
  }),
  "severity.changed": (event) => ({
    kind: "severity",
    text: sentences(`Severity ${event.from} → ${event.to}.`, ownSentence(event.reason ?? "")),
  }),
  "lead.changed": (event) => ({
    kind: "people",
    text: event.from ? say`${event.to} leads, after ${event.from}.` : say`${event.to} leads.`,
  }),
  "responder.joined": (event) => ({ kind: "people", text: say`${event.person} joined.` }),
  "responder.left": (event) => ({ kind: "people", text: say`${event.person} left.` }),
  "incident.updated": (event) => ({
    kind: event.status ? "status" : "update",
    text: sentences(
      event.status ? `Now ${statusText(event.status.to)}.` : null,
      sentence(event.text),
      event.action ? `Action: ${sentence(event.action)}` : null,
    ),
  }),
  "action.taken": (event) => ({ kind: "action", text: event.text }),
  "note.added": (event) => ({ kind: "note", text: event.text }),
  "status_page.updated": (event) => ({ kind: "note", text: statusPageText(event) }),
  "status_page.resolved": (event) => ({ kind: "note", text: statusPageText(event) }),
  "details.edited": (event) => ({
    kind: "update",
    text: sentences(
      ...Object.entries(event.details).map(
        ([field, text]) => `${detailNames[field as keyof Details]}: ${sentence(text)}`,
      ),
      event.creditsLost ? `Credits lost: ${creditsLostText(event.creditsLost)}.` : null,
    ),
  }),
  "triage.recorded": (event) => ({ kind: "triage", text: `Triage: ${event.evidence.diagnosis.verdict}` }),
  "rows.replayed": (event) => ({ kind: "action", text: sentence(replayedText(event)) }),
  "incident.resolved": (event) => ({
    kind: "status",
    text: sentences(
      "Resolved.",
      ownSentence(event.resolution),
      event.despiteFailing ? "Triage still failed." : null,
      event.untested ? `Closed without a test: ${event.untested.join(" ")}` : null,
    ),
  }),
  "incident.reopened": (event) => ({ kind: "status", text: `Reopened: ${event.reason}` }),
  "incident.made_private": () => ({ kind: "people", text: "Made private." }),
  "channel.lost": (event) => ({
    kind: "people",
    text: `The channel can no longer be used (${event.reason}).`,
  }),
  "channel.restored": (event) => ({
    kind: "people",
    text: `The incident goes on in #${event.name}.`,
  }),
  "response.nudged": (event) => ({ kind: "clock", text: lately("Nudged: nobody leads yet.", event.late) }),
  "response.escalated": (event) => ({
    kind: "clock",
    text: lately("Escalated: nobody led in time.", event.late),
  }),
  "update.overdue": (event) =>
    event.count === 1
      ? {
          kind: "clock",
          text: lately(say`The update promised for ${dateTime(event.dueAt)} is overdue.`, event.late),
        }
      : null,
  "watch.started": (event) => ({
    kind: "watch",
    text: `Watching ${event.what} every ${durationText(event.everyMinutes * 60_000)}.`,
  }),
  "watch.recorded": (event, incident) => ({
    kind: "watch",
    text: `${watched(incident, event.watch)}: ${event.value}${event.normal ? " (back to normal)" : ""}`,
  }),
  "action_item.added": (event) => ({ kind: "follow_up", text: `To do: ${event.text}` }),
  "action_item.changed": (event) => ({
    kind: "follow_up",
    text: sentences(
      `To do, changed: ${sentence(event.text)}`,
      event.owner && say`Owner: ${event.owner}.`,
      event.dueAt && say`Due ${dateTime(event.dueAt)}.`,
    ),
  }),
  "action_item.closed": (event, incident) => {
    const item = incident.actionItems.find((other) => other.item === event.item);
    return { kind: "follow_up", text: `Done: ${item?.text ?? event.item}` };
  },
  "postmortem.published": () => ({ kind: "follow_up", text: "The postmortem was published." }),
};

const detailNames: Record<keyof Details, string> = {
  title: "Title",
  impact: "Impact",
  affected: "Affected",
  rootCause: "Root cause",
  resolution: "Resolution",
  prevention: "Prevention",
};

function lately(text: Words, late: boolean): Words {
  return late ? sentences(text, "(Said late.)") : text;
}

function watched(incident: Incident, id: string): string {
  return incident.watches.find(({ watch }) => watch === id)?.what ?? "Figure";
}
