import type { IncidentEvent } from "../incident/events.ts";
import { incident as incidentRecord } from "../incident/incident.ts";
import type { Entry, Incident } from "../incident/state.ts";
import type { Actor } from "../lib/actor.ts";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import type { Words } from "../lib/words.ts";
import { callByType } from "../record/by-type.ts";
import { fold, type Recorded } from "../record/decider.ts";
import { isWalkEvent } from "../walk/evolve-walk.ts";
import { type Line, type TimelineKind, timelineLines } from "./timeline-lines.ts";
import { pathLines, walkLine } from "./walk-lines.ts";

/** One line of the timeline. Of a captured message, `by` is its author and `text` what it says. */
export type TimelineEntry = {
  at: Instant;
  by: Actor;
  kind: TimelineKind;
  text: Words;
  link?: string;
  image?: string;
};

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
  return callByType(timelineLines, event, incident) ?? null;
}
