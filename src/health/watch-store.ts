import type { RecordSummary, Store } from "../record/ports.ts";
import { StoreUnavailable } from "../record/store-unavailable.ts";

/** A store, and how its last real read and write went. */
export type WatchedStore<S extends RecordSummary> = {
  store: Store<S>;
  /**
   * Reads and writes once, where nothing was known to be wrong, and says what is: null when the record can be read and
   * written. Never rejects.
   */
  trouble(): Promise<string | null>;
  /** Notes that the file was found damaged: what can still be read of it changes nothing about that. */
  noteDamage(what: string): void;
};

type Kind = "read" | "written";

type Name = keyof Store<RecordSummary>;

const probeKey = "health.probe";

const writes = new Set<Name>([
  ...(["append", "renewLease", "breakLease", "settle", "poke", "saveDelivery", "writeValue"] as const),
  ...(["removeValue", "forgetReceipts", "deleteStream", "rewrite", "rewriteValues"] as const),
]);

/** Watches what becomes of each call; nothing else changes. */
export function watchStore<S extends RecordSummary>(inner: Store<S>): WatchedStore<S> {
  const wrong = new Map<Kind, string>();
  let damage: string | null = null;

  async function watched<T>(kind: Kind, call: Promise<T>): Promise<T> {
    try {
      const result = await call;
      wrong.delete(kind);
      return result;
    } catch (error) {
      if (error instanceof StoreUnavailable) wrong.set(kind, error.message);
      throw error;
    }
  }

  const store = new Proxy(inner, {
    get(target, name: Name) {
      const method = target[name] as (...given: unknown[]) => unknown;
      if (typeof method !== "function") return method;
      const kind = writes.has(name) ? "written" : "read";
      return (...given: unknown[]) => {
        const result = method.apply(target, given);
        return result instanceof Promise && name !== "examine" ? watched(kind, result) : result;
      };
    },
  });

  return {
    store,
    async trouble() {
      try {
        await store.readValue(probeKey);
        // Another value each time: SQLite leaves the disk alone when nothing changes.
        await store.writeValue(probeKey, String(Math.random()));
      } catch {
        // Noted above.
      }
      if (damage !== null) return `the database is damaged: ${damage}`;
      const [first] = wrong;
      return first ? `the record cannot be ${first[0]}: ${first[1]}` : null;
    },
    noteDamage(what) {
      damage = what;
    },
  };
}
