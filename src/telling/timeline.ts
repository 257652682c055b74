import { creditsLostText } from "../incident/credits.ts";
import type { Details, IncidentEvent } from "../incident/events.ts";
import { isWalkEvent } from "../incident/evidence/tree-walk.ts";
import { incident as incidentRecord } from "../incident/incident.ts";
import type { Entry, Incident } from "../incident/state.ts";
import { detectionText, statusText } from "../incident/status-text.ts";
import type { Actor } from "../lib/actor.ts";
import { durationText } from "../lib/duration.ts";
import { ownSentence, sentence } from "../lib/sentence.ts";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import { dateTime, say, sentences, type Words } from "../lib/words.ts";
import { fold, type Recorded } from "../record/decider.ts";
import { pathLines, walkLine } from "./walk-lines.ts";

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

/** One line of the timeline. Of a captured message, `by` is its author and `text` what it says. */
export type TimelineEntry = {
  at: Instant;
  by: Actor;
  kind: TimelineKind;
  text: Words;
  link?: string;
  image?: string;
};

type Line = { kind: TimelineKind; text: Words };

/** What happened, in order of time. Captured messages stand where they were said, as they read now. */
export function timeline(stream: readonly Recorded<IncidentEvent>[]): TimelineEntry[] {
  const incident = fold(incidentRecord, stream);
  const lines = stream.flatMap(({ at, by, event }, i): TimelineEntry[] => {
    const line = isToldAnew(stream, i) ? null : describe(event, incident);
    return line ? [...walkedBefore(event), { at, by, ...line }] : [];
  });
  // Sorting is stable: what the record holds for the same moment stays in its order.
  return [...lines, ...incident.entries.map(captured)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
}

/** A run and the test rows sent with it, each of which is recorded, are told once: as they ended. */
function isToldAnew(stream: readonly Recorded<IncidentEvent>[], index: number): boolean {
  const { at, event } = stream[index]!;
  if (event.type !== "triage.recorded") return false;
  return stream
    .slice(index + 1)
    .some(
      (later) =>
        later.event.type === "triage.recorded" &&
        later.event.evidence.stream === event.evidence.stream &&
        millisecondsBetween(at, later.at) < testRowsFollowWithinMs,
    );
}

const testRowsFollowWithinMs = 60_000;

/** A declaration may bring along a walk that was made before it. */
function walkedBefore(event: IncidentEvent): TimelineEntry[] {
  if (event.type !== "incident.declared" || !event.walk) return [];
  return pathLines(event.walk.path, event.walk.position).map((line) => ({ ...line, kind: "walk" }));
}

function captured({ author, saidAt, text, link, image }: Entry): TimelineEntry {
  return { at: saidAt, by: author, kind: "message", text, ...(link && { link }), ...(image && { image }) };
}

function describe(event: IncidentEvent, incident: Incident): Line | null {
  if (isWalkEvent(event))
    return {
      kind: event.type === "walk.step_ticked" && event.action ? "action" : "walk",
      text: walkLine(event),
    };
  switch (event.type) {
    case "incident.declared":
      return {
        kind: "status",
        text: sentences(
          say`Declared ${event.severity}: ${sentence(event.title)}`,
          say`Detected ${dateTime(event.detectedAt)} by ${detectionText(event.detection)}.`,
          event.lead && say`Lead: ${event.lead}.`,
          event.evidence && `Triage: ${event.evidence.diagnosis.verdict}`,
        ),
      };
    case "severity.changed":
      return {
        kind: "severity",
        text: sentences(`Severity ${event.from} → ${event.to}.`, ownSentence(event.reason ?? "")),
      };
    case "lead.changed":
      return {
        kind: "people",
        text: event.from ? say`${event.to} leads, after ${event.from}.` : say`${event.to} leads.`,
      };
    case "responder.joined":
      return { kind: "people", text: say`${event.person} joined.` };
    case "responder.left":
      return { kind: "people", text: say`${event.person} left.` };
    case "incident.updated":
      return {
        kind: event.status ? "status" : "update",
        text: sentences(
          event.status ? `Now ${statusText(event.status.to)}.` : null,
          sentence(event.text),
          event.action ? `Action: ${sentence(event.action)}` : null,
        ),
      };
    case "action.taken":
      return { kind: "action", text: event.text };
    case "note.added":
      return { kind: "note", text: event.text };
    case "details.edited":
      return {
        kind: "update",
        text: sentences(
          ...Object.entries(event.details).map(
            ([field, text]) => `${detailNames[field as keyof Details]}: ${sentence(text)}`,
          ),
          event.creditsLost ? `Credits lost: ${creditsLostText(event.creditsLost)}.` : null,
        ),
      };
    case "triage.recorded":
      return { kind: "triage", text: `Triage: ${event.evidence.diagnosis.verdict}` };
    case "incident.resolved":
      return {
        kind: "status",
        text: sentences(
          "Resolved.",
          ownSentence(event.resolution),
          event.despiteFailing ? "Triage still failed." : null,
          event.untested ? `Closed without a test: ${event.untested.join(" ")}` : null,
        ),
      };
    case "incident.reopened":
      return { kind: "status", text: `Reopened: ${event.reason}` };
    case "incident.made_private":
      return { kind: "people", text: "Made private." };
    case "channel.lost":
      return { kind: "people", text: `The channel can no longer be used (${event.reason}).` };
    case "channel.restored":
      return { kind: "people", text: `The incident goes on in #${event.name}.` };
    case "response.nudged":
      return { kind: "clock", text: lately("Nudged: nobody leads yet.", event.late) };
    case "response.escalated":
      return { kind: "clock", text: lately("Escalated: nobody led in time.", event.late) };
    case "update.overdue":
      return event.count === 1
        ? {
            kind: "clock",
            text: lately(say`The update promised for ${dateTime(event.dueAt)} is overdue.`, event.late),
          }
        : null;
    case "watch.started":
      return {
        kind: "watch",
        text: `Watching ${event.what} every ${durationText(event.everyMinutes * 60_000)}.`,
      };
    case "watch.recorded":
      return {
        kind: "watch",
        text: `${watched(incident, event.watch)}: ${event.value}${event.normal ? " (back to normal)" : ""}`,
      };
    case "action_item.added":
      return { kind: "follow_up", text: `To do: ${event.text}` };
    case "action_item.changed":
      return {
        kind: "follow_up",
        text: sentences(
          `To do, changed: ${sentence(event.text)}`,
          event.owner && say`Owner: ${event.owner}.`,
          event.dueAt && say`Due ${dateTime(event.dueAt)}.`,
        ),
      };
    case "action_item.closed": {
      const item = incident.actionItems.find((other) => other.item === event.item);
      return { kind: "follow_up", text: `Done: ${item?.text ?? event.item}` };
    }
    case "postmortem.published":
      return { kind: "follow_up", text: "The postmortem was published." };
    default:
      return null;
  }
}

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
