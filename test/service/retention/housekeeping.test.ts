import { expect, test } from "vitest";
import type { Store } from "../../../src/incident/store.ts";
import { createHousekeeping } from "../../../src/service/retention/housekeeping.ts";
import { createWorkLoop } from "../../../src/worker/work.ts";
import { aChange, monday } from "../../support/changes.ts";
import { createMovableClock } from "../../support/clock.ts";
import { createTestLog } from "../../support/engine.ts";
import { openTestStore } from "../../support/store.ts";

const day = 24 * 60;

/** A store that counts how often its receipts are gone through. */
async function createBench() {
  const store = await openTestStore();
  let times = 0;
  const counted: Store = {
    ...store,
    forgetReceipts: (before) => {
      times++;
      return store.forgetReceipts(before);
    },
  };
  const clock = createMovableClock();
  return { store: counted, clock, times: () => times };
}

test("receipts are kept for a week, and then forgotten", async () => {
  const { store, clock } = await createBench();
  await store.append(aChange({ receipt: "click", at: monday }));
  const tidy = createHousekeeping({ store, clock, retentionDays: null });
  clock.moveMinutes(6 * day);
  await tidy();
  expect(await store.findReceipt("click")).toBe("INC-1");
  clock.moveMinutes(2 * day);
  await tidy();
  expect(await store.findReceipt("click")).toBeUndefined();
});

test("it is done once a day, by one of several processes, also across restarts", async () => {
  const { store, clock, times } = await createBench();
  const processes = [
    createHousekeeping({ store, clock, retentionDays: null }),
    createHousekeeping({ store, clock, retentionDays: null }),
  ];
  for (const tidy of [...processes, ...processes]) await tidy();
  expect(times()).toBe(1);
  clock.moveMinutes(day - 1);
  await createHousekeeping({ store, clock, retentionDays: null })();
  expect(times()).toBe(1);
  clock.moveMinutes(1);
  for (const tidy of processes) await tidy();
  expect(times()).toBe(2);
});

test("what is over for longer than it is to be kept is deleted", async () => {
  const { store, clock } = await createBench();
  const keep = (stream: string, endedAt: string) =>
    store.append(aChange({ stream, summary: { open: false, endedAt } }));
  await keep("INC-1", monday);
  clock.moveMinutes(20 * day);
  await keep("INC-2", clock.now());
  clock.moveMinutes(11 * day);
  await createHousekeeping({ store, clock, retentionDays: 30 })();
  expect(await store.summary("INC-1")).toBeUndefined();
  expect(await store.summary("INC-2")).toBeDefined();
});

test("of very much that is to be deleted a part goes each time, so that the work loop is not held up", async () => {
  const { store, clock } = await createBench();
  for (let i = 1; i <= 150; i++)
    await store.append(aChange({ stream: `INC-${i}`, summary: { open: false, endedAt: monday } }));
  clock.moveMinutes(31 * day);
  const tidy = createHousekeeping({ store, clock, retentionDays: 30 });
  const left = async () => (await store.summaries({ kind: "incident", limit: 200 })).length;
  await tidy();
  expect(await left()).toBe(50);
  await tidy();
  expect(await left()).toBe(0);
});

test("the work loop does it when nothing is under way", async () => {
  const { store, clock, times } = await createBench();
  const loop = createWorkLoop({
    store,
    clock,
    log: createTestLog(),
    owner: "process 1",
    pass: async () => ({ dueAt: null }),
    whenIdle: createHousekeeping({ store, clock, retentionDays: null }),
  });
  await loop.runUntilIdle();
  expect(times()).toBe(1);
});
