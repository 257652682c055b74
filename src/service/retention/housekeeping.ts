import type { Store } from "../../incident/store.ts";
import { addMilliseconds, type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { Clock } from "../../record/ports.ts";
import { prune } from "./prune.ts";

const dayMs = 24 * 60 * 60_000;

/** Slack delivers an event again within a day at most; a week leaves room for people who are away. */
const receiptsKeptMs = 7 * dayMs;

/** The work loop waits for what is done here: when much is to be deleted, the rest follows at its next looks. */
const deletedAtOnce = 100;

const lastTimeKey = "housekeeping.last";

/** What is to be done once a day, by whichever process has nothing else to do first. Cheap to call at any time. */
export function createHousekeeping({
  store,
  clock,
  retentionDays,
  looksKeptDays = 90,
}: {
  store: Store;
  clock: Clock;
  /** How long incidents are kept after their end; null: for ever. */
  retentionDays: number | null;
  /** How long monitoring's looks are kept. */
  looksKeptDays?: number;
}): () => Promise<void> {
  let restsUntil: Instant = "";
  return async () => {
    const now = clock.now();
    if (now < restsUntil) return;
    const last = await store.readValue(lastTimeKey);
    const wasToday = last !== undefined && millisecondsBetween(last, now) < dayMs;
    if (!wasToday) {
      await store.forgetReceipts(addMilliseconds(now, -receiptsKeptMs));
      await store.forgetSamples(addMilliseconds(now, -looksKeptDays * dayMs));
      if (retentionDays !== null) {
        const deleted = await prune(store, addMilliseconds(now, -retentionDays * dayMs), deletedAtOnce);
        if (deleted.length === deletedAtOnce) return;
      }
      await store.writeValue(lastTimeKey, now);
    }
    restsUntil = addMilliseconds(wasToday ? last : now, dayMs);
  };
}
