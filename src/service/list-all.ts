import type { Store } from "../incident/store.ts";
import type { Summary } from "../incident/summary.ts";
import { addMilliseconds } from "../lib/time.ts";
import type { SummaryQuery } from "../record/ports.ts";

const pageSize = 500;

/** Every summary that fits, newest first, page by page. Records added meanwhile may be missing. */
export async function* listAll(
  store: Pick<Store, "summaries">,
  query: Omit<SummaryQuery, "limit">,
): AsyncIterable<Summary> {
  let startedBefore = query.startedBefore;
  let lastPage = new Set<string>();
  while (true) {
    const page = await store.summaries({
      ...query,
      ...(startedBefore !== undefined && { startedBefore }),
      limit: pageSize,
    });
    const fresh = page.filter(({ stream }) => !lastPage.has(stream));
    yield* fresh;
    const oldest = page.at(-1);
    if (!oldest || page.length < pageSize || fresh.length === 0) return;
    // One millisecond too late on purpose: others may have started in the same one as the last of this page.
    startedBefore = addMilliseconds(oldest.startedAt, 1);
    lastPage = new Set(page.map(({ stream }) => stream));
  }
}
