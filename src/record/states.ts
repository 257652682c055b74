import type { Instant } from "../lib/time.ts";
import { type Chapter, type History, historyOf, type Recorded } from "./decider.ts";
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
  /** Takes note of what was just written. */
  keep<S, E>(stream: string, added: History<S, E>): void;
};

/** Keeps the streams used last, of `limit` events together; of those, a load reads on from the last event. */
export function createStates(store: Pick<Store, "load">, limit = 20_000): States {
  const kept = new Map<string, Chapter<unknown, unknown>[]>();
  let events = 0;

  function forget(stream: string): void {
    events -= kept.get(stream)?.length ?? 0;
    kept.delete(stream);
  }

  function keep(stream: string, added: History<unknown, unknown>): void {
    const chapters = kept.get(stream) ?? [];
    forget(stream);
    // Loads overlap: some of it may be known already. What it follows on may be forgotten: then it is read again.
    for (const chapter of added) if (chapter.recorded.version === chapters.length + 1) chapters.push(chapter);
    if (chapters.length === 0) return;
    // A Map keeps the order of insertion, so the stream that stands first is the one longest unused.
    for (const oldest of kept.keys()) {
      if (events + chapters.length <= limit) break;
      forget(oldest);
    }
    kept.set(stream, chapters);
    events += chapters.length;
  }

  async function read<S, C, E extends StoredEvent, R>(
    record: RecordKind<S, C, E, R>,
    stream: string,
  ): Promise<History<S, E>> {
    const known = kept.get(stream) as Chapter<S, E>[] | undefined;
    const version = known?.length ?? 0;
    // With the last event known, which is missing when the stream was deleted, or its write failed after all.
    const found = (await store.load(stream, Math.max(0, version - 1))) as Recorded<E>[];
    const added = known ? found.slice(1) : found;
    // What was folded so far is no longer what is on disk.
    if (known && (found[0]?.version !== version || added.some(isRewritten))) forget(stream);
    // Forgotten, here or by others meanwhile, it must be read from the start.
    if (known && kept.get(stream) !== known) return read(record, stream);
    keep(stream, historyOf(record.decider, added, known?.[version - 1]?.state));
    return (kept.get(stream) as Chapter<S, E>[] | undefined) ?? [];
  }

  return {
    keep,
    async load(record, stream) {
      const last = (await read(record, stream)).at(-1);
      const { version = 0, at } = last?.recorded ?? {};
      return { version, state: last?.state ?? record.decider.initial, at };
    },
    // A copy, since what is kept goes on.
    history: async (record, stream) => [...(await read(record, stream))],
  };
}

/** What was written before such an event of the store's own may have changed; see `Store.rewrite`. */
function isRewritten({ event }: Recorded<StoredEvent>): boolean {
  return event.type === "record.rewritten";
}
