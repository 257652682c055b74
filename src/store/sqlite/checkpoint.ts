import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { GroupCommit } from "./group-commit.ts";
import type { Wal } from "./wal.ts";

const script = new URL("checkpoint-thread.ts", import.meta.url);

/** Below this a thread for it, 50 ms and 20 MB, is not worth while. SQLite's own limit is 4 MB. */
const usualLimitBytes = 16 * 2 ** 20;
/** A program that reads for a long time, such as a backup, keeps the log as it is. */
const timeoutMs = 5_000;

/** Brings what the log holds into the database file, so that the log does not grow for ever. */
export type Checkpoints = {
  /** Begins a checkpoint when the log is long; call after a commit. */
  consider(): void;
  /** Resolves when none is under way. Never rejects. */
  ended(): Promise<void>;
};

/**
 * Wires checkpoints in a thread that ends with each, so that nobody's request waits while the disk takes them. One
 * that fails or finds the file in use is tried again when the log has grown by as much once more.
 */
export function createCheckpoints(
  file: string,
  wal: Pick<Wal, "size">,
  commits: Pick<GroupCommit, "alone">,
  limitBytes = usualLimitBytes,
): Checkpoints {
  let underWay: Promise<void> | undefined;
  let nextAt = limitBytes;

  async function run(): Promise<void> {
    await checkpoint(file, commits).catch(() => {});
    nextAt = wal.size() + limitBytes;
    underWay = undefined;
  }

  return {
    consider() {
      if (!underWay && wal.size() > nextAt) underWay = run();
    },
    ended: async () => underWay,
  };
}

async function checkpoint(file: string, commits: Pick<GroupCommit, "alone">): Promise<void> {
  const thread = new Worker(script, { workerData: { file, timeoutMs } });
  const run = async (statements: string) => {
    thread.postMessage(statements);
    await once(thread, "message");
  };
  try {
    // Takes most of the time, and disturbs nobody.
    await run("pragma wal_checkpoint(passive)");
    // The first commit into an empty log waits for the disk within SQLite: made here, it holds nobody up.
    await commits.alone(() => run("pragma wal_checkpoint(truncate); pragma user_version = 0"));
  } finally {
    thread.postMessage(null);
    await once(thread, "exit").catch(() => {});
  }
}
