import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import { addMilliseconds, addMinutes } from "../../src/lib/time.ts";
import { StoreUnavailable } from "../../src/record/store-unavailable.ts";
import type { Pass } from "../../src/worker/pass.ts";
import { createWorkLoop, type WorkLoop, type WorkLoopParts } from "../../src/worker/work.ts";
import { aChange, monday } from "../support/changes.ts";
import { createMovableClock } from "../support/clock.ts";
import { createTestLog } from "../support/engine.ts";
import { openTestStore } from "../support/store.ts";

const never = { dueAt: null };

/** A loop over a fresh store whose timer fires only when the test says so. */
async function createBench(given: Partial<WorkLoopParts> & { pass: Pass }) {
  const store = given.store ?? (await openTestStore());
  const clock = createMovableClock();
  const log = createTestLog();
  const timer: { delayMs: number | null; callback: () => void } = { delayMs: null, callback: () => {} };
  const loop = createWorkLoop({
    store,
    clock,
    log,
    owner: "process 1",
    random: () => 1,
    startTimer: (delayMs, callback) => {
      Object.assign(timer, { delayMs, callback });
      return () => Object.assign(timer, { delayMs: null });
    },
    ...given,
  });
  const open = async (...streams: string[]) => {
    for (const stream of streams) await store.append(aChange({ stream, at: clock.now() }));
  };
  /** Lets the timer fire and waits until the loop sleeps again. */
  const ringTimer = async () => {
    await expect.poll(() => timer.delayMs).not.toBeNull();
    timer.delayMs = null;
    timer.callback();
    await expect.poll(() => timer.delayMs).not.toBeNull();
  };
  return { store, clock, log, loop, open, timer, ringTimer };
}

/** A promise and what fulfils it. */
function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

function stopAfterTest(loop: WorkLoop): void {
  onTestFinished(() => loop.stop());
}

describe("a pass", () => {
  test("is given to every due stream, and again when it asked for it", async () => {
    const passed: string[] = [];
    const bench = await createBench({
      pass: async ({ stream }) => {
        passed.push(stream);
        return stream === "INC-1" ? { dueAt: addMinutes(monday, 15) } : never;
      },
    });
    await bench.open("INC-1", "INC-2");
    await bench.loop.runUntilIdle();
    expect(passed.sort()).toEqual(["INC-1", "INC-2"]);

    bench.clock.moveMinutes(14);
    await bench.loop.runUntilIdle();
    expect(passed).toHaveLength(2);
    bench.clock.moveMinutes(1);
    await bench.loop.runUntilIdle();
    expect(passed).toEqual(["INC-1", "INC-2", "INC-1"]);
  });

  test("follows at once when events came during the one before", async () => {
    let passes = 0;
    const bench = await createBench({
      pass: async () => {
        if (++passes === 1) await bench.store.append(aChange({ expectedVersion: 1 }));
        return { dueAt: addMinutes(monday, 60) };
      },
    });
    await bench.open("INC-1");
    await bench.loop.runUntilIdle();
    expect(passes).toBe(2);
    expect(await bench.store.nextDueAt()).toBe(addMinutes(monday, 60));
  });

  test("that asks for a moment gone by gets a pause, so that it cannot spin", async () => {
    const bench = await createBench({ pass: async () => ({ dueAt: addMinutes(monday, -60) }) });
    await bench.open("INC-1");
    await bench.loop.runUntilIdle();
    expect(await bench.store.nextDueAt()).toBe(addMilliseconds(monday, 100));
  });

  test("never runs twice at once on a stream, and no more run than allowed", async () => {
    const under = new Set<string>();
    let most = 0;
    let passes = 0;
    const bench = await createBench({
      concurrency: 3,
      pass: async ({ stream }) => {
        expect(under.has(stream)).toBe(false);
        under.add(stream);
        most = Math.max(most, under.size);
        await bench.store.ping();
        under.delete(stream);
        return passes++ < 30 ? { dueAt: addMinutes(monday, -1) } : never;
      },
    });
    await bench.open(...Array.from({ length: 10 }, (_, i) => `INC-${i + 1}`));
    for (let i = 0; i < 8; i++) {
      await Promise.all([bench.loop.runUntilIdle(), bench.loop.runUntilIdle()]);
      bench.clock.moveMinutes(1);
    }
    expect(passes).toBeGreaterThan(30);
    expect(most).toBe(3);
  });
});

describe("a pass that throws", () => {
  const poison: Pass = async ({ stream }) => {
    if (stream === "INC-1") throw new Error("a bug");
    return never;
  };

  test("is logged with its stream, put off longer each time, and holds up nobody", async () => {
    const passed: string[] = [];
    const bench = await createBench({
      concurrency: 1,
      pass: async (item, signal) => {
        passed.push(item.stream);
        return poison(item, signal);
      },
    });
    await bench.open("INC-1", "INC-2", "INC-3");
    await bench.loop.runUntilIdle();
    expect(passed).toEqual(["INC-1", "INC-2", "INC-3"]);
    expect(bench.log.lines).toEqual(["error A pass over INC-1 failed"]);
    expect(await bench.store.nextDueAt()).toBe(addMilliseconds(monday, 1000));

    bench.clock.moveMilliseconds(1000);
    await bench.loop.runUntilIdle();
    expect(await bench.store.nextDueAt()).toBe(addMilliseconds(monday, 1000 + 2000));
  });

  test("is put off before it is logged", async () => {
    const bench = await createBench({
      pass: poison,
      log: {
        ...createTestLog(),
        error: () => {
          throw new Error("the log is broken too");
        },
      },
    });
    await bench.open("INC-1", "INC-2");
    await bench.loop.runUntilIdle().catch(() => {});
    expect(await bench.store.nextDueAt()).toBe(addMilliseconds(monday, 1000));
  });

  test("is tried at once when someone changes the record, and counts from one again once it works", async () => {
    let broken = true;
    const bench = await createBench({
      pass: async () => {
        if (broken) throw new Error("a bug");
        return { dueAt: monday };
      },
    });
    await bench.open("INC-1");
    await bench.loop.runUntilIdle();
    broken = false;
    await bench.store.append(aChange({ expectedVersion: 1 }));
    await bench.loop.runUntilIdle();
    const claim = { now: addMinutes(monday, 1), leaseMs: 1, owner: "test", limit: 1 };
    expect((await bench.store.claimDue(claim))[0]?.attempts).toBe(0);
  });
});

describe("a lease", () => {
  test("claimed again before the process heard that it was given back is worked on all the same", async () => {
    const store = await openTestStore();
    const claimedAgain = createGate();
    let passes = 0;
    const slowToHear: Store = {
      ...store,
      async settle(item, owner, next) {
        await store.settle(item, owner, next);
        if (passes > 1) return;
        // New events come in, and a look claims the stream, while the answer to the settling is on its way.
        await store.append(aChange({ expectedVersion: 1 }));
        bench.loop.wake();
        await claimedAgain.opened;
      },
      async claimDue(claim) {
        const items = await store.claimDue(claim);
        if (passes === 1 && items.length > 0) claimedAgain.open();
        return items;
      },
    };
    const bench = await createBench({
      store: slowToHear,
      pass: async () => {
        passes++;
        return never;
      },
    });
    await bench.open("INC-1");
    stopAfterTest(bench.loop);
    bench.loop.start();
    await expect.poll(() => passes).toBe(2);
  });

  test("of a long pass is renewed, and no other process gets the stream", async () => {
    const gate = createGate();
    const started = createGate();
    const bench = await createBench({
      leaseMs: 30_000,
      pass: async () => {
        started.open();
        await gate.opened;
        return never;
      },
    });
    await bench.open("INC-1");
    bench.loop.start();
    stopAfterTest(bench.loop);
    await started.opened;
    for (let seconds = 0; seconds < 120; seconds += 15) {
      bench.clock.moveMilliseconds(15_000);
      await bench.ringTimer();
      const claim = { now: bench.clock.now(), leaseMs: 30_000, owner: "process 2", limit: 1 };
      expect(await bench.store.claimDue(claim)).toEqual([]);
    }
    gate.open();
  });

  test("that another process took over aborts the pass, and is left to the other", async () => {
    const started = createGate();
    const bench = await createBench({
      leaseMs: 30_000,
      pass: (_, signal) =>
        new Promise((resolve) => {
          started.open();
          signal.addEventListener("abort", () => resolve(never));
        }),
    });
    await bench.open("INC-1");
    bench.loop.start();
    await started.opened;
    bench.clock.moveMinutes(1);
    for (const lease of await bench.store.leases()) await bench.store.breakLease(lease);
    const claim = { now: bench.clock.now(), leaseMs: 30_000, owner: "process 2", limit: 1 };
    expect(await bench.store.claimDue(claim)).toHaveLength(1);
    await bench.ringTimer();
    await bench.loop.stop();
    expect(bench.log.lines).toEqual(["warn Another process took INC-1 over"]);
    expect(await bench.store.nextDueAt()).toBe(addMilliseconds(bench.clock.now(), 30_000));
  });

  test("of a process that died runs out, and another finishes its work", async () => {
    const store = await openTestStore();
    await store.append(aChange());
    await store.claimDue({ now: monday, leaseMs: 30_000, owner: "died", limit: 1 });
    const passed: string[] = [];
    const bench = await createBench({
      store,
      pass: async ({ stream }) => {
        passed.push(stream);
        return never;
      },
    });
    await bench.loop.runUntilIdle();
    expect(passed).toEqual([]);
    bench.clock.moveMilliseconds(30_000);
    await bench.loop.runUntilIdle();
    expect(passed).toEqual(["INC-1"]);
  });

  test("of a living process is left alone by one whose clock is ten minutes ahead, or was set back by an hour", async () => {
    const gate = createGate();
    const started = createGate();
    const living = await createBench({
      pass: async () => {
        started.open();
        await gate.opened;
        return never;
      },
    });
    await living.open("INC-1");
    living.loop.start();
    stopAfterTest(living.loop);
    await started.opened;
    const ahead = await createBench({ store: living.store, owner: "process 2", pass: async () => never });
    ahead.clock.set(10);
    for (let seconds = 0; seconds < 120; seconds += 5) {
      if (seconds === 60) ahead.clock.set(-70);
      living.clock.moveMilliseconds(5000);
      ahead.clock.moveMilliseconds(5000);
      await living.ringTimer();
      await ahead.loop.runUntilIdle();
      expect((await living.store.leases()).map(({ owner }) => owner)).toEqual(["process 1"]);
    }
    gate.open();
  });

  test("that could not be given back while the store was away is given back afterwards", async () => {
    const store = await openTestStore();
    const shaky = createShaky(store);
    const bench = await createBench({
      store: shaky.store,
      leaseMs: 30_000,
      pass: async () => {
        shaky.down = true;
        return { dueAt: addMinutes(monday, 5) };
      },
    });
    await bench.open("INC-1");
    await bench.loop.runUntilIdle();
    expect(await store.nextDueAt()).toBe(addMilliseconds(monday, 30_000));
    shaky.down = false;
    await bench.loop.runUntilIdle();
    expect(await store.nextDueAt()).toBe(addMinutes(monday, 5));
  });

  test("that ran out before it could be given back is not taken from the pass that follows", async () => {
    const store = await openTestStore();
    const shaky = createShaky(store);
    const gates = [createGate(), createGate()];
    const began = [createGate(), createGate()];
    let passes = 0;
    const bench = await createBench({
      store: shaky.store,
      pass: async () => {
        const turn = passes++;
        began[turn]!.open();
        await gates[turn]!.opened;
        return never;
      },
    });
    await bench.open("INC-1");
    stopAfterTest(bench.loop);
    bench.loop.start();
    await began[0]!.opened;
    shaky.down = true;
    gates[0]!.open();
    await expect.poll(() => bench.log.lines.length).toBeGreaterThan(0);
    // Seen once, and a minute later still the same.
    bench.clock.moveMilliseconds(1000);
    await bench.ringTimer();
    bench.clock.moveMinutes(1);
    await bench.ringTimer();
    await began[1]!.opened;
    shaky.down = false;
    await bench.ringTimer();
    const item = { stream: "INC-1", kind: "incident", generation: 1, attempts: 0 } as const;
    expect(await store.renewLease(item, "process 1", addMinutes(bench.clock.now(), 1))).toBe(true);
    gates[1]!.open();
  });
});

describe("a clock", () => {
  test.each([-60, -24 * 60])("set by %i minutes lengthens no wait by more than a look", async (minutes) => {
    let passes = 0;
    const bench = await createBench({
      pass: async () => {
        passes += 1;
        return { dueAt: addMilliseconds(bench.clock.now(), 1000) };
      },
    });
    await bench.open("INC-1");
    await bench.loop.runUntilIdle();
    bench.clock.set(minutes);
    await bench.loop.runUntilIdle();
    const sinceSet = passes;
    bench.clock.moveMilliseconds(1000);
    await bench.loop.runUntilIdle();
    expect(passes).toBe(sinceSet + 1);
  });

  test("set back during a pass keeps nothing waiting either", async () => {
    let passes = 0;
    const bench = await createBench({
      pass: async () => {
        passes += 1;
        const dueAt = addMilliseconds(bench.clock.now(), 1000);
        if (passes === 1) bench.clock.set(-60);
        return { dueAt };
      },
    });
    await bench.open("INC-1");
    await bench.loop.runUntilIdle();
    expect(passes).toBe(2);
  });
});

describe("a started loop", () => {
  test("works when woken, sleeps until the next moment, at most a second", async () => {
    const passed = [createGate(), createGate(), createGate()];
    let passes = 0;
    const dueAfterMs = [400, 60_000];
    const bench = await createBench({
      pass: async () => {
        passed[passes]?.open();
        const dueMs = dueAfterMs[passes++];
        return { dueAt: dueMs === undefined ? null : addMilliseconds(bench.clock.now(), dueMs) };
      },
    });
    bench.loop.start();
    stopAfterTest(bench.loop);
    await bench.open("INC-1");
    bench.loop.wake();
    await passed[0]!.opened;
    await expect.poll(() => bench.timer.delayMs).toBe(400);

    bench.clock.moveMilliseconds(400);
    bench.timer.callback();
    await passed[1]!.opened;
    await expect.poll(() => bench.timer.delayMs).toBe(1000);

    bench.clock.moveMinutes(1);
    bench.timer.callback();
    await passed[2]!.opened;
  });

  test("says once that the store is away, and once that it is back", async () => {
    const store = await openTestStore();
    let down = true;
    const shaky: Store = {
      ...store,
      nextDueAt: async () => {
        if (down) throw new StoreUnavailable("down");
        return store.nextDueAt();
      },
    };
    const bench = await createBench({ store: shaky, pass: async () => never });
    bench.loop.start();
    stopAfterTest(bench.loop);
    await bench.ringTimer();
    await bench.ringTimer();
    down = false;
    await bench.ringTimer();
    await bench.ringTimer();
    expect(bench.log.lines).toEqual([
      "error The work loop cannot read what is due; it keeps trying",
      "info The store answers again",
    ]);
  });

  test("stops only after the passes under way have ended, and starts no other", async () => {
    const gate = createGate();
    const started = createGate();
    const passed: string[] = [];
    const bench = await createBench({
      pass: async ({ stream }) => {
        started.open();
        await gate.opened;
        passed.push(stream);
        return never;
      },
    });
    await bench.open("INC-1");
    bench.loop.start();
    await started.opened;
    const stopped = bench.loop.stop().then(() => passed.push("stopped"));
    await bench.open("INC-2");
    bench.loop.wake();
    gate.open();
    await stopped;
    expect(passed).toEqual(["INC-1", "stopped"]);
    expect(bench.timer.delayMs).toBeNull();
    expect(await bench.store.nextDueAt()).toBe(monday);
  });
});

test("whatever the clocks and replicas do, every stream gets its pass once per change, and never two at a time", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("append" as const), stream: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant("move" as const), minutes: fc.integer({ min: 0, max: 90 }) }),
    fc.record({ do: fc.constant("set" as const), minutes: fc.integer({ min: -90, max: 90 }) }),
    fc.record({ do: fc.constant("work" as const), replica: fc.nat(1) }),
  );
  const store = await openTestStore();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const first = ++run * 10;
      // One of them ten minutes ahead of the other.
      const clocks = [createMovableClock(), createMovableClock()];
      clocks[1]!.set(10);
      const move = (minutes: number) => {
        for (const clock of clocks) clock.moveMinutes(minutes);
      };
      const versions = new Map<string, number>();
      const seen = new Map<string, number>();
      const under = new Set<string>();
      const replicas = [0, 1].map((replica) =>
        createWorkLoop({
          store,
          clock: clocks[replica]!,
          owner: `run ${run} replica ${replica}`,
          log: createTestLog(),
          pass: async ({ stream }) => {
            expect(under.has(stream)).toBe(false);
            under.add(stream);
            seen.set(stream, (await store.load(stream)).length);
            under.delete(stream);
            return never;
          },
        }),
      );
      for (const what of steps) {
        if (what.do === "move") move(what.minutes);
        if (what.do === "set") clocks[0]!.set(what.minutes);
        if (what.do === "work") await replicas[what.replica]!.runUntilIdle();
        if (what.do === "append") {
          const stream = `INC-${first + what.stream}`;
          const version = versions.get(stream) ?? 0;
          await store.append(aChange({ stream, expectedVersion: version, at: clocks[version % 2]!.now() }));
          versions.set(stream, version + 1);
        }
      }
      // Of leases nobody gave back there are none; what waits is due at once, whatever clock said so.
      await Promise.all(replicas.map((replica) => replica.runUntilIdle()));
      await replicas[0]!.runUntilIdle();
      expect(seen).toEqual(versions);
    }),
    { numRuns: 40 },
  );
});

/** A store that gives back no lease while it is down. */
function createShaky(store: Store): { store: Store; down: boolean } {
  const shaky = {
    down: false,
    store: {
      ...store,
      settle: async (...settlement: Parameters<Store["settle"]>) => {
        if (shaky.down) throw new StoreUnavailable("down");
        return store.settle(...settlement);
      },
    },
  };
  return shaky;
}
