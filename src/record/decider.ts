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

/** An event, and the state right after it. */
export type Chapter<S, E> = { recorded: Recorded<E>; state: S };

/** A stream as it was when it was read: its events, the state they lead to, and how it came to that. */
export type History<S, E> = {
  events: readonly Recorded<E>[];
  state: S;
  /** Tells it event by event after that version. The states in between are folded anew each time, and not kept. */
  chapters(after?: number): Iterable<Chapter<S, E>>;
  /** The same for every later reading of the stream, as long as nothing of what was read before has changed. */
  stream: object;
};

/** Tells a stream from its first event on. */
export function historyOf<S, C, E, R>(
  decider: Decider<S, C, E, R>,
  events: readonly Recorded<E>[],
): History<S, E> {
  const { initial } = decider;
  return {
    events,
    state: fold(decider, events),
    chapters: (after = 0) => chaptersOf(decider, events, { version: 0, state: initial }, after),
    stream: events,
  };
}

/** The chapters after a version, folded from a state at it or before. Versions count the events from 1. */
export function* chaptersOf<S, C, E, R>(
  { evolve }: Decider<S, C, E, R>,
  events: readonly Recorded<E>[],
  from: { version: number; state: S },
  after: number,
): Iterable<Chapter<S, E>> {
  let { state } = from;
  for (let index = from.version; index < events.length; index++) {
    const recorded = events[index]!;
    state = evolve(state, recorded);
    if (index >= after) yield { recorded, state };
  }
}

/**
 * Folds something else out of histories, chapter by chapter. Of a stream that was folded before only what is new is:
 * `step` must depend on nothing but what it is given.
 */
export function foldedAlong<S, E, T>(
  initial: T,
  step: (told: T, chapter: Chapter<S, E>) => T,
): (history: History<S, E>) => T {
  const known = new WeakMap<object, { version: number; told: T }>();
  return ({ events, stream, chapters }) => {
    const before = known.get(stream);
    const from = before && before.version <= events.length ? before : { version: 0, told: initial };
    let { told } = from;
    if (from.version < events.length)
      for (const chapter of chapters(from.version)) told = step(told, chapter);
    if (!before || before.version < events.length) known.set(stream, { version: events.length, told });
    return told;
  };
}

/** A decision not to: `message` is one kind sentence that says who was first, or what to do instead. */
export function refuse(code: string, message: Words): { refusal: Refusal } {
  return { refusal: { code, message } };
}
