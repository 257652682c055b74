import type { Instant } from "../lib/time.ts";
import { chaptersOf, type Decider, type History, type Recorded } from "./decider.ts";
import type { Store, StoredEvent } from "./ports.ts";
import type { RecordKind } from "./record-kind.ts";

/** A stream's state after the event of that version and moment; version 0 is the state before the first. */
export type Known<S> = { version: number; state: S; at?: Instant | undefined };

/** Streams as they are on disk now. Share one between all that read them, so that each event is read and folded once. */
export type States = {
  load<S, C, E extends StoredEvent, R>(record: RecordKind<S, C, E, R>, stream: string): Promise<Known<S>>;
  history<S, C, E extends StoredEvent, R>(
    record: RecordKind<S, C, E, R>,
    stream: string,
  ): Promise<History<S, E>>;
  /** Takes note of events that were just written; those that do not follow on what is kept are read when asked for. */
  keep<S, C, E extends StoredEvent, R>(
    record: RecordKind<S, C, E, R>,
    stream: string,
    added: readonly Recorded<E>[],
  ): void;
};

/** A few states besides the last are kept, so many events apart: what is told goes on from near the end. */
const apart = 256;
/** Of events as JSON. In memory they take about three times as much. */
const usualLimit = 12 * 2 ** 20;

/** One stream, as far as it was read. `marks` are the states after some of its events, the newest first. */
type Kept = {
  events: Recorded<StoredEvent>[];
  last: Known<unknown>;
  marks: Known<unknown>[];
  weight: number;
};

/**
 * Keeps the streams used last, of so many characters of JSON together, each with its last state; of those, a load
 * reads on from the last event. One that is longer than that is kept while it is the only one.
 */
export function createStates(store: Pick<Store, "load">, limit = usualLimit): States {
  const kept = new Map<string, Kept>();
  let weight = 0;

  function forget(stream: string): void {
    weight -= kept.get(stream)?.weight ?? 0;
    kept.delete(stream);
  }

  function keep(decider: AnyDecider, stream: string, added: readonly Recorded<StoredEvent>[]): Kept {
    const one = kept.get(stream) ?? begin(decider);
    forget(stream);
    for (const recorded of added) follow(one, decider, recorded);
    if (one.events.length === 0) return one;
    // A Map keeps the order of insertion, so the stream that stands first is the one longest unused.
    for (const oldest of kept.keys()) {
      if (weight + one.weight <= limit) break;
      forget(oldest);
    }
    kept.set(stream, one);
    weight += one.weight;
    return one;
  }

  async function read<S, C, E extends StoredEvent, R>(
    record: RecordKind<S, C, E, R>,
    stream: string,
  ): Promise<Kept> {
    const known = kept.get(stream);
    const version = known?.last.version ?? 0;
    // With the last event known, which is missing when the stream was deleted, or its write failed after all.
    const found = await store.load(stream, Math.max(0, version - 1));
    const added = known ? found.slice(1) : found;
    // What was folded so far is no longer what is on disk.
    if (known && (found[0]?.version !== version || added.some(isRewritten))) forget(stream);
    // Forgotten, here or by others meanwhile, it must be read from the start.
    if (known && kept.get(stream) !== known) return read(record, stream);
    return keep(record.decider as unknown as AnyDecider, stream, added);
  }

  return {
    keep({ decider }, stream, added) {
      keep(decider as unknown as AnyDecider, stream, added);
    },
    async load<S, C, E extends StoredEvent, R>(record: RecordKind<S, C, E, R>, stream: string) {
      return (await read(record, stream)).last as Known<S>;
    },
    async history<S, C, E extends StoredEvent, R>(record: RecordKind<S, C, E, R>, stream: string) {
      const { events: goesOn, last, marks } = await read(record, stream);
      // A copy, since what is kept goes on.
      const events = goesOn.slice() as unknown as Recorded<E>[];
      const start = { version: 0, state: record.decider.initial };
      const known = [...(marks as Known<S>[]), start];
      return {
        events,
        state: last.state as S,
        chapters: (after = 0) =>
          chaptersOf(record.decider, events, known.find(({ version }) => version <= after) ?? start, after),
        stream: goesOn,
      };
    },
  };
}

type AnyDecider = Decider<unknown, unknown, StoredEvent, unknown>;

function begin({ initial }: AnyDecider): Kept {
  return { events: [], last: { version: 0, state: initial }, marks: [], weight: 0 };
}

/** Loads overlap, so the event may be known already; what it follows on may be forgotten: then it is read again. */
function follow(one: Kept, { evolve }: AnyDecider, recorded: Recorded<StoredEvent>): void {
  const { version, state } = one.last;
  if (recorded.version !== version + 1) return;
  one.events.push(recorded);
  one.last = { version: recorded.version, state: evolve(state, recorded), at: recorded.at };
  one.weight += JSON.stringify(recorded).length;
  if (recorded.version % apart === 0) one.marks = [one.last, ...one.marks.slice(0, 1)];
}

/** What was written before such an event of the store's own may have changed; see `Store.rewrite`. */
function isRewritten({ event }: Recorded<StoredEvent>): boolean {
  return event.type === "record.rewritten";
}
