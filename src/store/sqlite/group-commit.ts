import type { DatabaseSync } from "node:sqlite";
import { whileBusy } from "./sqlite-busy.ts";

/** Commits what is written close together as one, because each commit waits for the disk. */
export type GroupCommit = {
  /** Lets one write at a time run; resolves with what ends its turn. */
  takeTurn(): Promise<() => void>;
  /** Joins the group under way, or begins one. In one's turn only. */
  join(): Promise<Group>;
  /** Call after a statement failed: rejects the group that SQLite gave up by itself. */
  checkGroup(error: unknown): void;
  /** Commits the group under way, if there is one. */
  flush(): Promise<void>;
};

/** `onDisk` resolves when all that the group wrote is on disk, and rejects when none of it is. */
export type Group = { onDisk: Promise<void> };

/** Wires the groups of one connection. */
export function createGroupCommit(database: DatabaseSync): GroupCommit {
  let group: PromiseWithResolvers<void> | null = null;
  let lastTurn: Promise<void> = Promise.resolve();

  function takeTurn(): Promise<() => void> {
    const before = lastTurn;
    const { promise, resolve } = Promise.withResolvers<void>();
    lastTurn = promise;
    return before.then(() => resolve);
  }

  async function join(): Promise<Group> {
    if (!group) {
      // A transaction that starts as a reader fails at its first write when another process wrote meanwhile, and no
      // waiting helps then. Starting as the writer waits its turn instead.
      await whileBusy(() => database.exec("begin immediate"));
      group = Promise.withResolvers();
      // Whoever wrote something waits for it; a group whose only member was rolled back has nobody who would.
      group.promise.catch(() => {});
      // By then all that came in since the last commit has had its turn.
      setImmediate(flush);
    }
    return { onDisk: group.promise };
  }

  async function flush(): Promise<void> {
    const endTurn = await takeTurn();
    const ending = group;
    group = null;
    try {
      if (ending) await whileBusy(() => database.exec("commit"));
      ending?.resolve();
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      ending?.reject(error);
    } finally {
      endTurn();
    }
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
    flush,
  };
}
