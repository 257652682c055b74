import type { Actor } from "../../src/lib/actor.ts";
import { addMinutes, type Instant } from "../../src/lib/time.ts";
import type { Context, Decider, Decision, History, Recorded } from "../../src/record/decider.ts";
import { historyOf } from "../../src/record/decider.ts";

type Person = Actor & { kind: "person" };

export const lead: Person = { kind: "person", id: "U_LEAD", name: "lead" };
export const responder: Person = { kind: "person", id: "U_RESPONDER", name: "responder" };

/** When every story starts: a Monday morning. */
export const start: Instant = "2026-11-23T09:14:00.000Z";

/** A moment some minutes into a story. */
export function at(minutes: number): Instant {
  return addMinutes(start, minutes);
}

/** What someone does: the command, who gives it and how many minutes into the story. */
export type Doing<C> = { command: C; by?: Actor; minute?: number };

/** A record to which things are done one after another, as the engine does them: refused commands write nothing. */
export type Story<S, C, E> = {
  state: S;
  stream: Recorded<E>[];
  history: History<S, E>;
  last: Decision<E>;
  wakesAt: Instant | null;
  when(doing: Doing<C>): Story<S, C, E>;
  /** Code of the last refusal; null when the last command was carried out. */
  refused: string | null;
  /** Types of the events the last command led to. */
  happened: string[];
};

/** Starts a story from what happened before (nothing, by default). */
export function given<S, C, E extends { type: string }, R>(
  decider: Decider<S, C, E, R>,
  rules: R,
  stream: Recorded<E>[] = [],
): Story<S, C, E> {
  return story(decider, rules, stream, { events: [] });
}

function story<S, C, E extends { type: string }, R>(
  decider: Decider<S, C, E, R>,
  rules: R,
  stream: Recorded<E>[],
  last: Decision<E>,
): Story<S, C, E> {
  const history = historyOf(decider, stream);
  const { state } = history;
  return {
    state,
    stream,
    history,
    last,
    wakesAt: decider.wakesAt(state),
    refused: "refusal" in last ? last.refusal.code : null,
    happened: "events" in last ? last.events.map((event) => event.type) : [],
    when({ command, by = lead, minute = 0 }) {
      const context: Context<R> = { now: at(minute), by, rules };
      const decision = decider.decide(state, command, context);
      const events = "events" in decision ? decision.events : [];
      const recorded = events.map((event, i) => ({
        version: stream.length + i + 1,
        at: context.now,
        by,
        event,
      }));
      return story(decider, rules, [...stream, ...recorded], decision);
    },
  };
}
