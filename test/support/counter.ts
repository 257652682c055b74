import { addMinutes, type Instant } from "../../src/lib/time.ts";
import { type Decider, refuse } from "../../src/record/decider.ts";
import type { RecordKind } from "../../src/record/record-kind.ts";
import { aSummary } from "./changes.ts";

export type Count = { count: number; adds: string[]; ringAt: Instant | null; rung: number };
export type CounterCommand =
  | { type: "add"; name?: string }
  | { type: "ringIn"; minutes: number }
  | { type: "tick" };
export type CounterEvent =
  | { type: "added"; name: string }
  | { type: "ringSet"; ringAt: Instant }
  | { type: "rung" };

/** The smallest record with everything the engine cares for: it counts, refuses beyond `most`, and rings once. */
const decider: Decider<Count, CounterCommand, CounterEvent, { most: number }> = {
  initial: { count: 0, adds: [], ringAt: null, rung: 0 },
  decide(state, command, { now, rules }) {
    if (command.type === "ringIn")
      return { events: [{ type: "ringSet", ringAt: addMinutes(now, command.minutes) }] };
    if (command.type === "tick")
      return { events: state.ringAt && state.ringAt <= now ? [{ type: "rung" }] : [] };
    if (state.count >= rules.most) return refuse("full", "The counter is full.");
    return { events: [{ type: "added", name: command.name ?? "" }] };
  },
  evolve(state, { event }) {
    if (event.type === "added")
      return { ...state, count: state.count + 1, adds: [...state.adds, event.name] };
    if (event.type === "ringSet") return { ...state, ringAt: event.ringAt };
    return { ...state, ringAt: null, rung: state.rung + 1 };
  },
  wakesAt: ({ ringAt }) => ringAt,
};

/** A record for tests of the engine. */
export function createCounter(
  most = Number.POSITIVE_INFINITY,
): RecordKind<Count, CounterCommand, CounterEvent, { most: number }> {
  return {
    kind: "incident",
    decider,
    rules: { most },
    summarise: (stream, { count }) =>
      aSummary({ stream, number: Number(stream.slice(4)), title: `Count ${count}` }),
  };
}
