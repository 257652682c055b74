import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../src/incident/store.ts";
import { anIncident, few, many, openFilled, start } from "./support/filled-store.ts";
import { compare, type Figure, timed } from "./support/measure.ts";
import { median, quantile } from "./support/statistics.ts";

const highestCommitMs = 25;
const commits = 2_000;

/** Measures, on SQLite, that lists and look-ups do not slow down over the years, and what a commit takes. */
export async function benchStore(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "clay-incident-bench-"));
  const small = await openFilled(join(folder, "small.db"), few);
  const large = await openFilled(join(folder, "large.db"), many);
  const read = (name: string, work: (store: Store) => Promise<unknown>) =>
    compare(`Store: ${name}, ${many} incidents against ${few}`, { small, large }, work);
  try {
    const middle = few / 2;
    return [
      await read("list of the newest 50", (store) => store.summaries({ kind: "incident" })),
      await read("list of open incidents", (store) => store.summaries({ kind: "incident", open: true })),
      await read("incident of a channel", (store) =>
        store.summaries({ kind: "incident", channelId: `C${middle}`, limit: 1 }),
      ),
      await read("summary of an incident", (store) => store.summary(`INC-${middle}`)),
      await read("events of an incident", (store) => store.load(`INC-${middle}`)),
      await read("next number", (store) => store.highestNumber()),
      await read("what is due", (store) =>
        store.claimDue({ now: start, leaseMs: 1, owner: "bench", limit: 8 }),
      ),
      await read("next work", (store) => store.nextDueAt()),
      await measureCommit(large),
    ];
  } finally {
    await Promise.all([small.close(), large.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureCommit(store: Store): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < commits; round++) {
    const { events, ...change } = anIncident(many + 1 + round, true);
    times.push(
      await timed(() => store.append({ ...change, events: events.slice(0, 1), receipt: `click ${round}` })),
    );
  }
  const slow = quantile(times, 0.99);
  return {
    name: `Store: commit of one event with ${many} incidents, p99`,
    figure: `${slow.toFixed(2)} ms (median ${median(times).toFixed(2)} ms)`,
    target: `≤ ${highestCommitMs} ms`,
    pass: slow <= highestCommitMs,
  };
}
