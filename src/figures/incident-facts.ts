import { durations } from "../incident/clock/durations.ts";
import type { Detection, IncidentEvent } from "../incident/events.ts";
import { incident as incidentRecord } from "../incident/incident.ts";
import { type Incident, incidentName, isOpen } from "../incident/state.ts";
import { earliest, type Instant } from "../lib/time.ts";
import { fold, type Recorded } from "../record/decider.ts";
import type { Severity } from "../runbook/severity.ts";
import { currentLeaf } from "../walk/walk-state.ts";
import { type MadePromise, promisesOf } from "./promises.ts";

/** What one incident contributes to the figures. Durations are in milliseconds from detection; null: not come about. */
export type IncidentFacts = {
  name: string;
  drill: boolean;
  private: boolean;
  declaredAt: Instant;
  open: boolean;
  /** As it last was. */
  severity: Severity;
  /** As people call it: what the tree led to, else what triage found; null when neither is known. */
  cause: string | null;
  detection: Detection;
  /** From its beginning to its detection; null: nobody saw it begin. */
  toDetectMs: number | null;
  toRespondMs: number | null;
  toMitigateMs: number | null;
  toResolveMs: number | null;
  responses: Kept;
  updates: Kept;
};

/** Promises that fell due, by what became of them. */
export type Kept = { kept: number; missed: number };

/**
 * Reads an incident's facts from its record. Once it is resolved they stand: what is written or put right later
 * changes none of them, unless it is reopened.
 */
export function incidentFacts(stream: readonly Recorded<IncidentEvent>[], now: Instant): IncidentFacts {
  const counted = untilResolved(stream);
  const incident = fold(incidentRecord, counted);
  const took = durations(incident);
  const promises = promisesOf(counted, now);
  return {
    name: incidentName(incident.number),
    drill: incident.drill,
    private: isPrivate(stream),
    declaredAt: incident.declared.at,
    open: isOpen(incident),
    severity: incident.severity,
    cause: causeOf(incident),
    detection: incident.detection,
    toDetectMs: took.toDetect,
    toRespondMs: took.toAcknowledge,
    toMitigateMs: took.toMitigate,
    toResolveMs: took.toResolve,
    responses: keptOf(promises, "response"),
    updates: keptOf(promises, "update"),
  };
}

/** Until when the facts stand if nothing happens: the next promise falls due. Null: for good. */
export function factsStandUntil(stream: readonly Recorded<IncidentEvent>[], now: Instant): Instant | null {
  const open = promisesOf(untilResolved(stream), now).filter(({ outcome }) => outcome === "open");
  return earliest(...open.map(({ dueAt }) => dueAt));
}

function untilResolved(stream: readonly Recorded<IncidentEvent>[]): readonly Recorded<IncidentEvent>[] {
  const last = stream.findLastIndex(
    ({ event }) => event.type === "incident.resolved" || event.type === "incident.reopened",
  );
  return stream[last]?.event.type === "incident.resolved" ? stream.slice(0, last + 1) : stream;
}

/** Privacy is no figure: it counts from the moment it is asked for. */
function isPrivate(stream: readonly Recorded<IncidentEvent>[]): boolean {
  return stream.some(
    ({ event }) =>
      event.type === "incident.made_private" || (event.type === "incident.declared" && event.private),
  );
}

function causeOf({ cause, causeTitle, walk }: Incident): string | null {
  return currentLeaf(walk)?.incidentTitle || causeTitle || (cause ? inWords(cause) : null);
}

/** "webhook.limit_reached webhook:leads" as "Webhook limit reached". */
function inWords(cause: string): string {
  const words = cause.split(" ")[0]!.replace(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function keptOf(promises: readonly MadePromise[], what: MadePromise["what"]): Kept {
  const count = (outcome: MadePromise["outcome"]) =>
    promises.filter((promise) => promise.what === what && promise.outcome === outcome).length;
  return { kept: count("kept"), missed: count("missed") };
}
