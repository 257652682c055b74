import { setTimeout as sleep } from "node:timers/promises";
import { StoreUnavailable } from "../../record/store-unavailable.ts";

// Slack gives a click three seconds: another process' write must be over before that, or we say "not saved".
const busyWaitsMs = [1, 2, 5, 10, 20, 50, 100, 200, 300, 300, 300, 300, 300];

/**
 * Tries again while another connection holds the file; a statement that was refused so has had no effect. Rejects
 * with StoreUnavailable when the file cannot be used.
 */
export async function whileBusy<T>(work: () => T): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return work();
    } catch (error) {
      const waitMs = busyWaitsMs[tries];
      if (resultCode(error) !== busy || waitMs === undefined) throw translate(error);
      await sleep(waitMs * (0.5 + Math.random()));
    }
  }
}

// https://sqlite.org/rescode.html
const busy = 5;

const restore = "put a backup back: clay-incident restore FILE";

/** The codes with which the file cannot be used, and what to do where waiting does not help. */
const troubles = new Map<number, string | undefined>([
  [busy, undefined],
  // Locked within this process.
  [6, undefined],
  [8, "make the database's file and folder writable for the bot"],
  [10, "look at the disk the database is on"],
  [11, restore],
  [13, "make room on the disk the database is on"],
  [14, "look at the database's file and folder, and their rights"],
  [26, restore],
]);

function resultCode(error: unknown): number | undefined {
  const code = (error as { errcode?: number }).errcode;
  return code === undefined ? undefined : code & 0xff;
}

/** Whether the file itself is damaged: what was read of it cannot be trusted either. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === 11 || code === 26;
}

/** SQLite's error as StoreUnavailable, where the file cannot be used; any other as it is. */
export function translate(error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined || !troubles.has(code)) return error;
  const fix = troubles.get(code);
  const message = `The SQLite file cannot be used now: ${(error as Error).message}`;
  return new StoreUnavailable(fix ? `${message}. What to do: ${fix}` : message, { cause: error, fix });
}
