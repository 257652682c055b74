import type { Store } from "../incident/store.ts";
import { addMilliseconds, type Instant } from "../lib/time.ts";
import { listAll } from "./list-all.ts";

/** Nobody waits for what could not be shown of an incident that was closed longer ago. */
const withinMs = 30 * 24 * 60 * 60_000;

/**
 * Lets what Slack refused for good be tried once more, whatever it was, of the incidents of the last 30 days and of those
 * still open: somebody may have put the reason right. Gives how many things that are. `isOurs` tells, by its slot,
 * whether Slack is to show a thing.
 */
export async function retryRefused(
  store: Pick<Store, "summaries" | "deliveries" | "saveDelivery" | "poke">,
  now: Instant,
  isOurs: (slot: string) => boolean,
): Promise<number> {
  const streams = new Set<string>();
  const recent = { kind: "incident", startedAfter: addMilliseconds(now, -withinMs) } as const;
  for (const query of [{ kind: "incident", open: true } as const, recent])
    for await (const { stream } of listAll(store, query)) streams.add(stream);
  let found = 0;
  for (const stream of streams) {
    const refused = (await store.deliveries(stream)).filter(
      ({ state, slot }) => state === "failed" && isOurs(slot),
    );
    for (const delivery of refused) await store.saveDelivery(stream, { ...delivery, state: "waiting" });
    if (refused.length > 0) await store.poke(stream, now);
    found += refused.length;
  }
  return found;
}
