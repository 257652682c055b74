import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextRound } from "node:timers/promises";
import { StoreUnavailable } from "../../record/store-unavailable.ts";
import { whileBusy } from "./sqlite-busy.ts";

/** Commits what is written close together as one, because each commit waits for the disk. */
export type GroupCommit = {
  /** Lets one write at a time run; resolves with what ends its turn. */
  takeTurn(): Promise<() => void>;
  /** Joins the group under way, or begins one. In one's turn only. */
  join(): Promise<Group>;
  /** Call after a statement failed: rejects the group that SQLite gave up by itself. */
  checkGroup(error: unknown): void;
  /** Runs the task while nothing else uses the connection and all that was written before is on disk. */
  alone<T>(task: () => Promise<T>): Promise<T>;
};

/** `onDisk` resolves when all that the group wrote is on disk, and rejects when that cannot be promised. */
export type Group = { onDisk: Promise<void> };

/** Wires the groups of one connection in WAL mode. `toDisk` resolves when all that was committed is on disk. */
export function createGroupCommit(database: DatabaseSync, toDisk: () => Promise<void>): GroupCommit {
  let group: PromiseWithResolvers<void> | null = null;
  let lastTurn: Promise<void> = Promise.resolve();
  /** Resolves when the disk has what was committed last, or has failed to take it. */
  let syncing: Promise<void> = Promise.resolve();
  let isUnsure = false;

  function takeTurn(): Promise<() => void> {
    const before = lastTurn;
    const { promise, resolve } = Promise.withResolvers<void>();
    lastTurn = promise;
    return before.then(() => resolve);
  }

  async function join(): Promise<Group> {
    if (!group) {
      if (isUnsure) makeSure();
      // A transaction that starts as a reader fails at its first write when another process wrote meanwhile, and no
      // waiting helps then. Starting as the writer waits its turn instead.
      await whileBusy(() => database.exec("begin immediate"));
      group = Promise.withResolvers();
      // Whoever wrote something waits for it; a group whose only member was rolled back has nobody who would.
      group.promise.catch(() => {});
      void commitSoon();
    }
    return { onDisk: group.promise };
  }

  /** By then all that came in while the disk was busy has joined. */
  async function commitSoon(): Promise<void> {
    await nextRound();
    await syncing;
    const endTurn = await takeTurn();
    await commit();
    endTurn();
  }

  async function commit(): Promise<void> {
    const ending = group;
    group = null;
    try {
      if (!ending) return;
      if (isUnsure) throw new StoreUnavailable("The disk failed to take what was written before");
      await whileBusy(() => database.exec("commit"));
      syncing = sync(ending);
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      ending?.reject(error);
    }
  }

  async function sync(ending: PromiseWithResolvers<void>): Promise<void> {
    try {
      await toDisk();
      ending.resolve();
    } catch (error) {
      isUnsure = true;
      ending.reject(notOnDisk(error));
    }
  }

  /** After a sync that failed, the next one says nothing of what was written before it: the whole log has to go. */
  function makeSure(): void {
    const { busy } = database.prepare("pragma wal_checkpoint(truncate)").get() as { busy: number };
    if (busy) throw new StoreUnavailable("The disk failed to take what was written before, and is busy now");
    isUnsure = false;
  }

  return {
    takeTurn,
    join,
    // On a full disk or an I/O error SQLite rolls all of it back; another rollback would hide the cause.
    checkGroup(error) {
      if (database.isTransaction) return;
      group?.reject(error);
      group = null;
    },
    async alone(task) {
      const endTurn = await takeTurn();
      try {
        await syncing;
        await commit();
        await syncing;
        return await task();
      } finally {
        endTurn();
      }
    },
  };
}

function notOnDisk(error: unknown): StoreUnavailable {
  const { message } = error as Error;
  return new StoreUnavailable(`The disk failed to take what was written: ${message}`, { cause: error });
}
