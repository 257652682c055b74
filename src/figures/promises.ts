import type { IncidentEvent } from "../incident/events.ts";
import type { Instant } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";

/** "moot": withdrawn before its time, by a change of severity or because the incident was over. */
type PromiseOutcome = "kept" | "missed" | "moot" | "open";

/** Something promised for a moment: someone to lead, or an update. `settledAt` is when it was given. */
export type MadePromise = {
  what: "response" | "update";
  madeAt: Instant;
  dueAt: Instant;
  outcome: PromiseOutcome;
  settledAt: Instant | null;
};

/** What an event does to a promise: give what was promised, withdraw it, or promise (anew) for a moment. */
type Move = "given" | "withdrawn" | { dueAt: Instant };

/** Every promise the incident made, in the order made, and what became of each by `now`. */
export function promisesOf(stream: readonly Recorded<IncidentEvent>[], now: Instant): MadePromise[] {
  return [...follow("response", stream, responseMoves, now), ...follow("update", stream, updateMoves, now)];
}

function responseMoves(event: IncidentEvent): Move[] {
  switch (event.type) {
    case "incident.declared":
      return [...due(event.response?.respondBy), ...(event.lead ? ["given" as const] : [])];
    case "severity.changed":
    case "incident.reopened":
      return due(event.response?.respondBy);
    case "lead.changed":
      return ["given"];
    case "incident.resolved":
      return ["withdrawn"];
    default:
      return [];
  }
}

/** People hear of a resolution as of an update. */
function updateMoves(event: IncidentEvent): Move[] {
  switch (event.type) {
    case "incident.declared":
    case "incident.reopened":
      return due(event.updates?.dueAt);
    case "severity.changed":
      return event.updates ? due(event.updates.dueAt) : ["withdrawn"];
    case "incident.updated":
      return ["given", ...due(event.updates?.dueAt)];
    case "incident.resolved":
      return ["given"];
    default:
      return [];
  }
}

function due(dueAt: Instant | undefined): Move[] {
  return dueAt === undefined ? [] : [{ dueAt }];
}

function follow(
  what: MadePromise["what"],
  stream: readonly Recorded<IncidentEvent>[],
  movesOf: (event: IncidentEvent) => Move[],
  now: Instant,
): MadePromise[] {
  const made: MadePromise[] = [];
  for (const { at, event } of stream) {
    for (const move of movesOf(event)) {
      const last = made.at(-1);
      const open = last?.outcome === "open" ? last : undefined;
      // A change of severity may leave the promise as it was.
      if (typeof move === "object" && open?.dueAt === move.dueAt) continue;
      if (open) made[made.length - 1] = settle(open, move, at);
      if (typeof move === "object")
        made.push({ what, madeAt: at, dueAt: move.dueAt, outcome: "open", settledAt: null });
    }
  }
  return made.map((promise) =>
    promise.outcome === "open" && promise.dueAt < now ? { ...promise, outcome: "missed" } : promise,
  );
}

function settle(promise: MadePromise, move: Move, at: Instant): MadePromise {
  const given = move === "given";
  const outcome = at > promise.dueAt ? "missed" : given ? "kept" : "moot";
  return { ...promise, outcome, settledAt: given ? at : null };
}
