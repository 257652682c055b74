import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Append, Store } from "../src/engine/ports.ts";
import { system } from "../src/lib/actor.ts";
import { addMinutes, type Instant } from "../src/lib/time.ts";
import { openStore } from "../src/store/open-store.ts";

/** One measured figure beside what it should be. */
export type Figure = { name: string; figure: string; target: string; pass: boolean };

const few = 100;
const many = 10_000;
const eventsEach = 60;
const openAtOnce = 20;
const highestRatio = 1.5;
const highestCommitMs = 25;
const rounds = 2_000;
const start: Instant = "2020-01-06T09:00:00.000Z";

/** Measures, on SQLite, that lists and look-ups do not slow down over the years, and what a commit takes. */
export async function benchStore(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "clay-incident-bench-"));
  const small = await openFilled(join(folder, "small.db"), few);
  const large = await openFilled(join(folder, "large.db"), many);
  try {
    const middle = few / 2;
    return [
      await compare("list of the newest 50", small, large, (store) => store.summaries({ kind: "incident" })),
      await compare("list of open incidents", small, large, (store) =>
        store.summaries({ kind: "incident", open: true }),
      ),
      await compare("incident of a channel", small, large, (store) =>
        store.summaries({ kind: "incident", channelId: `C${middle}`, limit: 1 }),
      ),
      await compare("summary of an incident", small, large, (store) => store.summary(`INC-${middle}`)),
      await compare("events of an incident", small, large, (store) => store.load(`INC-${middle}`)),
      await compare("next number", small, large, (store) => store.highestNumber()),
      await compare("what is due", small, large, (store) =>
        store.claimDue({ now: start, leaseMs: 1, owner: "bench", limit: 8 }),
      ),
      await compare("next work", small, large, (store) => store.nextDueAt()),
      await measureCommit(large),
    ];
  } finally {
    await Promise.all([small.close(), large.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function openFilled(file: string, incidents: number): Promise<Store> {
  const store = await openStore({ file });
  for (let number = 1; number <= incidents; number++) {
    const open = number > incidents - openAtOnce;
    await store.append(anIncident(number, open));
  }
  return store;
}

/** An incident with events of a usual size, all in one append. */
function anIncident(number: number, open: boolean): Append {
  const stream = `INC-${number}`;
  const startedAt = addMinutes(start, number * 60);
  return {
    stream,
    kind: "incident",
    expectedVersion: 0,
    events: Array.from({ length: eventsEach }, (_, index) => ({
      version: index + 1,
      at: addMinutes(startedAt, index),
      by: system,
      event: {
        type: "noted",
        text: `Note ${index}: rows arrive again, ${"checking the next table ".repeat(8)}`,
      },
    })),
    summary: {
      stream,
      kind: "incident",
      number,
      open,
      private: false,
      drill: false,
      severity: "P2",
      title: `Webhook refuses rows, case ${number}`,
      status: open ? "investigating" : "resolved",
      channelId: `C${number}`,
      leadId: null,
      startedAt,
      endedAt: open ? null : addMinutes(startedAt, eventsEach),
      nextUpdateAt: null,
      extra: {},
    },
    dueAt: open ? startedAt : null,
  };
}

/** Median times of the same read on both stores, taken in turns so that other load on the machine hits both. */
async function compare(
  name: string,
  small: Store,
  large: Store,
  read: (store: Store) => Promise<unknown>,
): Promise<Figure> {
  const times: { small: number[]; large: number[] } = { small: [], large: [] };
  for (let round = 0; round < rounds; round++) {
    times.small.push(await timed(() => read(small)));
    times.large.push(await timed(() => read(large)));
  }
  const ratio = median(times.large) / median(times.small);
  return {
    name: `Store: ${name}, ${many} incidents against ${few}`,
    figure: `${ratio.toFixed(2)} × (${median(times.large).toFixed(3)} ms)`,
    target: `≤ ${highestRatio} ×`,
    pass: ratio <= highestRatio,
  };
}

async function measureCommit(store: Store): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(times: number[]): number {
  return quantile(times, 0.5);
}

function quantile(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}
