import { system } from "../lib/actor.ts";
import { addMilliseconds, earliest, type Instant } from "../lib/time.ts";
import type { Handle } from "../record/handle.ts";
import type { OwnTime } from "../record/own-time.ts";
import type { Clock, Effects, StoredEvent, View, WorkItem } from "../record/ports.ts";
import type { RecordKind } from "../record/record-kind.ts";
import type { States } from "../record/states.ts";

/** One pass over a due stream; `dueAt` is when it wants the next. `signal` is aborted when the lease was lost. */
export type Pass = (item: WorkItem, signal: AbortSignal) => Promise<{ dueAt: Instant | null }>;

/** The clocks of one kind of record. */
export type Clocks = {
  /** When, by the clock, the record next wants a tick. */
  wakesAt(stream: string): Promise<Instant | null>;
  tick(stream: string): Promise<void>;
};

/** The clocks of a kind of record whose decider reacts to time at the command `tick`. */
export function createClocks<S, C, E extends StoredEvent, R>(
  { states, handle, ownTime }: { states: States; handle: Handle; ownTime: OwnTime },
  record: RecordKind<S, C, E, R>,
  tick: C,
): Clocks {
  return {
    async wakesAt(stream) {
      const { state, at } = await states.load(record, stream);
      const wakesAt = record.decider.wakesAt(state);
      return wakesAt && addMilliseconds(wakesAt, -ownTime(stream, at));
    },
    tick: async (stream) => {
      await handle(record, stream, tick, { by: system });
    },
  };
}

/** Wires what the work loop does with each stream: let its clocks ring, start its effects, bring Slack up to date. */
export function createPass(parts: {
  clock: Clock;
  /** By kind of record. */
  clocks: { [kind: string]: Clocks };
  effects: Effects;
  view: View;
}): Pass {
  const { clock, effects, view } = parts;
  return async ({ stream, kind }, signal) => {
    const clocks = parts.clocks[kind];
    if (!clocks) throw new Error(`${stream} is a record of the kind "${kind}", which is not known here`);
    const wakesAt = await clocks.wakesAt(stream);
    if (wakesAt !== null && wakesAt <= clock.now()) await clocks.tick(stream);
    const again = await effects.perform(stream, kind);
    const { retryAt } = await view.reconcile({ stream, kind, now: clock.now(), signal });
    return { dueAt: earliest(await clocks.wakesAt(stream), retryAt, again) };
  };
}
