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

// https://sqlite.org/rescode.html: busy, locked, read-only, I/O error, disk full, cannot open.
const busy = 5;
const unavailable = new Set([busy, 6, 8, 10, 13, 14]);

function resultCode(error: unknown): number | undefined {
  const code = (error as { errcode?: number }).errcode;
  return code === undefined ? undefined : code & 0xff;
}

function translate(error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined || !unavailable.has(code)) return error;
  return new StoreUnavailable(`The SQLite file cannot be used now: ${(error as Error).message}`, {
    cause: error,
  });
}
