import type { Store } from "../../incident/store.ts";
import type { Summary } from "../../incident/summary.ts";
import type { Instant } from "../../lib/time.ts";
import { createCaptured } from "../captured.ts";
import { listAll } from "../list-all.ts";

/**
 * Incidents resolved before the moment given, triage runs and episodes that ended before it, oldest first; of more than
 * `atMost` the newest. What is open is never among them, however old.
 */
export async function prunable(
  store: Pick<Store, "summaries">,
  before: Instant,
  atMost = Number.POSITIVE_INFINITY,
): Promise<Summary[]> {
  const found: Summary[] = [];
  for (const kind of ["incident", "triage", "episode"] as const) {
    for await (const summary of listAll(store, { kind, open: false, startedBefore: before })) {
      if (found.length >= atMost) break;
      if ((summary.endedAt ?? summary.startedAt) < before) found.push(summary);
    }
  }
  return found.reverse();
}

/**
 * Deletes what `prunable` finds, each record whole, with the index of the messages it captured, and old receipts.
 * Resolves with what was deleted.
 */
export async function prune(store: Store, before: Instant, atMost?: number): Promise<Summary[]> {
  const captured = createCaptured(store);
  const deleted: Summary[] = [];
  for (const found of await prunable(store, before, atMost)) {
    // Somebody may have reopened it since it was found.
    if ((await store.summary(found.stream))?.open !== false) continue;
    await captured.forget(found.stream);
    await store.deleteStream(found.stream);
    deleted.push(found);
  }
  await store.forgetReceipts(before);
  return deleted;
}
