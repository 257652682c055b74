import { closeSync, fdatasync, fstatSync, openSync } from "node:fs";
import { promisify } from "node:util";

/** The write-ahead log of an open SQLite file, as the disk has it. */
export type Wal = {
  /** Resolves when all that was committed before is on disk. The waiting is done beside the event loop. */
  sync(): Promise<void>;
  /** Bytes. */
  size(): number;
  close(): void;
};

/** What brings a file's data to the disk; tests and benches pass a slow or a failing one. */
export type Sync = (descriptor: number) => Promise<void>;

/**
 * Opens the log of a file that SQLite has open in WAL mode: it stays the same one until the last connection closes.
 * With `synchronous = normal` a commit is written to it, checksums and all, and only this sync is left out
 * (sqlite.org/pragma.html#pragma_synchronous). Flushing the log later makes what was committed durable, and costs
 * nothing else (sqlite.org/forum/forumpost/d1a6bc7c4cd2baca).
 */
export function openWal(file: string, sync: Sync = promisify(fdatasync)): Wal {
  const descriptor = openSync(`${file}-wal`, "r+");
  return {
    sync: () => sync(descriptor),
    size: () => fstatSync(descriptor).size,
    close: () => closeSync(descriptor),
  };
}
