import type { Store } from "../../incident/store.ts";
import { addMilliseconds, type Instant } from "../../lib/time.ts";
import { isResolved, type StatusNews, type StatusUpdate } from "../../monitor/status-news.ts";
import type { Incidents } from "../incidents.ts";

/** Receipts are kept for a week; an update that old is no news in any incident. */
const newsForMs = 2 * 24 * 60 * 60_000;

const openAtMost = 200;

/** Whoever says what Clay's status page says. */
const statusPage = { kind: "system", name: "Clay's status page" } as const;

/**
 * Tells what is new on Clay's status page in each open incident, once each: in those of a drill what its own page says,
 * in the others what Clay's says. What was said before an incident was declared is no news there.
 */
export async function followStatusPage(
  scope: string,
  { updates }: StatusNews,
  { store, incidents, now }: { store: Store; incidents: Incidents; now: Instant },
): Promise<void> {
  if (updates.length === 0) return;
  const open = await store.summaries({ kind: "incident", open: true, limit: openAtMost });
  for (const { stream, drill, startedAt } of open) {
    if (scope ? stream !== scope : drill) continue;
    const since = [startedAt, addMilliseconds(now, -newsForMs)].sort()[1]!;
    for (const update of updates.filter(({ at }) => at === null || at > since))
      await incidents.change(stream, commandFor(update), {
        by: statusPage,
        receipt: `${stream} ${update.key}`,
      });
  }
}

function commandFor({ incident, status, body }: StatusUpdate) {
  const isOver = isResolved({ status });
  return { type: "follow_status_page", name: incident, status, text: body, isOver } as const;
}
