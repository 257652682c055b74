import { expect, test } from "vitest";
import type { StreamKind } from "../../src/incident/summary.ts";
import { addMinutes, type Instant } from "../../src/lib/time.ts";
import { type Clocks, createClocks, createPass } from "../../src/worker/pass.ts";
import { createWorkLoop } from "../../src/worker/work.ts";
import { monday, responder } from "../support/changes.ts";
import { createCounter } from "../support/counter.ts";
import { createTestEngine, createTestLog } from "../support/engine.ts";
import { openTestStore } from "../support/store.ts";

/** One incident under the work loop, with a view and effects that note what was asked of them. */
async function createBench() {
  const engine = createTestEngine(await openTestStore());
  const counter = createCounter();
  const asked: string[] = [];
  const view: { retryAt: Instant | null; error?: Error } = { retryAt: null };
  const effects: { againAt: Instant | null } = { againAt: null };
  const noClocks: Clocks = { wakesAt: async () => null, tick: async () => {} };
  const pass = createPass({
    clock: engine.clock,
    clocks: {
      incident: createClocks(engine, counter, { type: "tick" }),
      triage: noClocks,
      episode: noClocks,
      monitor: noClocks,
    },
    effects: {
      perform: async (stream: string, kind: StreamKind) => {
        asked.push(`effects ${kind} ${stream}`);
        return effects.againAt;
      },
    },
    view: {
      reconcile: async ({ stream, kind }) => {
        if (view.error) throw view.error;
        const { state } = await engine.states.load(counter, stream);
        asked.push(`view ${kind} ${stream} rung ${state.rung}`);
        return { retryAt: view.retryAt };
      },
    },
  });
  const loop = createWorkLoop({ ...engine, pass, owner: "test", log: createTestLog() });
  const ringIn = (minutes: number) =>
    engine.handle(counter, "INC-1", { type: "ringIn", minutes }, { by: responder });
  return { ...engine, counter, asked, view, effects, loop, ringIn };
}

test("a clock rings when it is time, once, before Slack is brought up to date", async () => {
  const bench = await createBench();
  await bench.ringIn(15);
  await bench.loop.runUntilIdle();
  expect(await bench.store.nextDueAt()).toBe(addMinutes(monday, 15));

  bench.asked.length = 0;
  bench.clock.moveMinutes(15);
  await bench.loop.runUntilIdle();
  await bench.loop.runUntilIdle();
  const { state } = await bench.states.load(bench.counter, "INC-1");
  expect(state.rung).toBe(1);
  expect(bench.asked[0]).toBe("effects incident INC-1");
  expect(bench.asked[1]).toBe("view incident INC-1 rung 1");
  expect(await bench.store.nextDueAt()).toBeNull();
});

test("the ring is the bot's own doing", async () => {
  const bench = await createBench();
  await bench.ringIn(0);
  await bench.loop.runUntilIdle();
  expect((await bench.store.load("INC-1")).at(-1)).toMatchObject({
    event: { type: "rung" },
    by: { kind: "system" },
  });
});

test("the next pass comes at the earlier of the record's clock and the view's retry", async () => {
  const bench = await createBench();
  bench.view.retryAt = addMinutes(monday, 1);
  await bench.ringIn(15);
  await bench.loop.runUntilIdle();
  expect(await bench.store.nextDueAt()).toBe(addMinutes(monday, 1));
  bench.view.retryAt = null;
  bench.clock.moveMinutes(1);
  await bench.loop.runUntilIdle();
  expect(await bench.store.nextDueAt()).toBe(addMinutes(monday, 15));
});

test("what a record does besides may ask for the next pass, too", async () => {
  const bench = await createBench();
  bench.effects.againAt = addMinutes(monday, 2);
  await bench.ringIn(15);
  await bench.loop.runUntilIdle();
  expect(await bench.store.nextDueAt()).toBe(addMinutes(monday, 2));
});

test("a day of downtime, or a jump of the clock, rings once and late", async () => {
  const bench = await createBench();
  await bench.ringIn(15);
  bench.clock.moveMinutes(24 * 60);
  await bench.loop.runUntilIdle();
  bench.clock.moveMinutes(-24 * 60);
  await bench.loop.runUntilIdle();
  bench.clock.moveMinutes(24 * 60);
  await bench.loop.runUntilIdle();
  expect((await bench.states.load(bench.counter, "INC-1")).state.rung).toBe(1);
});

test("a ring is kept although Slack cannot be reached, and is not repeated when it can", async () => {
  const bench = await createBench();
  await bench.ringIn(0);
  bench.view.error = new Error("Slack is away");
  await bench.loop.runUntilIdle();
  delete bench.view.error;
  bench.clock.moveMinutes(10);
  await bench.loop.runUntilIdle();
  expect((await bench.states.load(bench.counter, "INC-1")).state.rung).toBe(1);
  expect(bench.asked.at(-1)).toBe("view incident INC-1 rung 1");
});
