import { type Chapter, type History, historyOf, type Recorded } from "../incident/decider.ts";
import type { Store, StoredEvent } from "./ports.ts";
import type { RecordKind } from "./record-kind.ts";

/** A stream's state after the event of that version; version 0 is the state before the first. */
export type Known<S> = { version: number; state: S };

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
    // Loads overlap: some of it may be known already, or what it follows on forgotten.
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
    const known = (kept.get(stream) ?? []) as Chapter<S, E>[];
    const version = known.length;
    // With the last event known, which is missing when the stream was deleted, or its write failed after all.
    const found = (await store.load(stream, Math.max(0, version - 1))) as Recorded<E>[];
    const added = version > 0 ? found.slice(1) : found;
    const isGone = version > 0 && found[0]?.version !== version;
    // What was folded so far may have been changed on disk since.
    if (isGone || (version > 0 && added.some(({ event }) => event.type === "record.rewritten"))) {
      forget(stream);
      return read(record, stream);
    }
    keep(stream, historyOf(record.decider, added, known[version - 1]?.state));
    return (kept.get(stream) ?? []) as Chapter<S, E>[];
  }

  return {
    keep,
    async load(record, stream) {
      const last = (await read(record, stream)).at(-1);
      return { version: last?.recorded.version ?? 0, state: last?.state ?? record.decider.initial };
    },
    // A copy, since what is kept goes on.
    history: async (record, stream) => [...(await read(record, stream))],
  };
}
