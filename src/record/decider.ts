import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Words } from "../lib/words.ts";

/** An event as the record keeps it: its place in the stream, when it happened and who did it. */
export type Recorded<E> = { version: number; at: Instant; by: Actor; event: E };

/** Why a command was not carried out: a stable code, and one kind sentence for the person. */
export type Refusal = { code: string; message: Words };

/** What a command leads to: events to append (none: nothing to do), or a refusal. */
export type Decision<E> = { events: E[] } | { refusal: Refusal };

/** Facts a decision may use besides state and command. `rules` comes from runbook and configuration. */
export type Context<R> = { now: Instant; by: Actor; rules: R };

/**
 * A record as pure functions. `evolve` takes nothing but state and event, so that no change of runbook or
 * configuration rewrites history. `wakesAt` says when the state next wants a `tick` command.
 */
export type Decider<S, C, E, R> = {
  initial: S;
  decide(state: S, command: C, context: Context<R>): Decision<E>;
  evolve(state: S, recorded: Recorded<E>): S;
  wakesAt(state: S): Instant | null;
};

/** Folds a stream into its state. */
export function fold<S, C, E, R>(decider: Decider<S, C, E, R>, stream: readonly Recorded<E>[]): S {
  return stream.reduce(decider.evolve, decider.initial);
}

/** A stream told event by event, each with the state right after it. */
export type History<S, E> = readonly Chapter<S, E>[];
export type Chapter<S, E> = { recorded: Recorded<E>; state: S };

/** Tells a stream event by event; of a part of one, `state` is that before it. */
export function historyOf<S, C, E, R>(
  { initial, evolve }: Decider<S, C, E, R>,
  stream: readonly Recorded<E>[],
  state = initial,
): History<S, E> {
  let after = state;
  return stream.map((recorded) => {
    after = evolve(after, recorded);
    return { recorded, state: after };
  });
}

/** The stream that was told. */
export function eventsOf<E>(history: History<unknown, E>): Recorded<E>[] {
  return history.map(({ recorded }) => recorded);
}

/** A decision not to: `message` is one kind sentence that says who was first, or what to do instead. */
export function refuse(code: string, message: Words): { refusal: Refusal } {
  return { refusal: { code, message } };
}
