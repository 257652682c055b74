import type { Recorded } from "../incident/decider.ts";
import type { Store, StoredEvent } from "./ports.ts";
import type { RecordKind } from "./record-kind.ts";

/** A stream's state after the event of that version; version 0 is the state before the first. */
export type Known<S> = { version: number; state: S };

/** Folded streams. Share one between all that read states, so that each event is read and folded once. */
export type States = {
  /** The state as it is on disk now. */
  load<S, C, E extends StoredEvent, R>(record: RecordKind<S, C, E, R>, stream: string): Promise<Known<S>>;
  /** Keeps a state that was just written. */
  keep<S>(stream: string, known: Known<S>): void;
};

/** Keeps the states of the `limit` streams used last; of those, a load reads on from the last event. */
export function createStates(store: Pick<Store, "load">, limit = 200): States {
  const kept = new Map<string, Known<unknown>>();

  function keep(stream: string, known: Known<unknown>): void {
    const before = kept.get(stream);
    // Loads overlap: the one that ends last may have read less.
    const newest = before && before.version > known.version ? before : known;
    // A Map keeps the order of insertion, so the stream that stands first is the one longest unused.
    kept.delete(stream);
    kept.set(stream, newest);
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
    }
  }

  async function load<S, C, E extends StoredEvent, R>(
    record: RecordKind<S, C, E, R>,
    stream: string,
  ): Promise<Known<S>> {
    const { initial, evolve } = record.decider;
    const before = (kept.get(stream) as Known<S> | undefined) ?? { version: 0, state: initial };
    // With the last event known, which is missing when the stream was deleted, or its write failed after all.
    const read = (await store.load(stream, Math.max(0, before.version - 1))) as Recorded<E>[];
    const added = read.filter(({ version }) => version > before.version);
    const isGone = added.length === read.length;
    // What was folded so far may have been changed on disk since.
    if (before.version > 0 && (isGone || added.some(({ event }) => event.type === "record.rewritten"))) {
      kept.delete(stream);
      return load(record, stream);
    }
    const version = added.at(-1)?.version ?? before.version;
    const known = { version, state: added.reduce(evolve, before.state) };
    if (version > 0) keep(stream, known);
    return known;
  }

  return { load, keep };
}
