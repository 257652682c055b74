import fc from "fast-check";
import { expect, test } from "vitest";
import { fold, foldedAlong, historyOf, type Recorded } from "../../src/record/decider.ts";
import { createStates } from "../../src/record/states.ts";
import { responder } from "../support/changes.ts";
import { type Count, type CounterEvent, createCounter } from "../support/counter.ts";
import { createTestEngine } from "../support/engine.ts";
import { openTestStore } from "../support/store.ts";

/** Characters of so many events, as they are kept. */
function sizeOf(events: number): number {
  const recorded = { version: 1, at: "2026-11-27T09:00:00.000Z", by: responder, event: { type: "added" } };
  return events * (JSON.stringify(recorded).length + 20);
}

test("whatever was kept or dropped before, a state is the fold of the whole stream, a history all of it", async () => {
  const store = await openTestStore();
  const counter = createCounter();
  let run = 0;
  const step = fc.record({ process: fc.nat(2), record: fc.nat(3), write: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const first = ++run * 10;
      const writers = [0, 1, 2].map(() => createTestEngine(store));
      const readers = [0, 1, 2].map(() => createStates(store, sizeOf(5)));
      for (const { process, record, write } of steps) {
        const stream = `INC-${first + record}`;
        if (write) await writers[process]!.handle(counter, stream, { type: "add" }, { by: responder });
        const { state, version } = await readers[process]!.load(counter, stream);
        const events = (await store.load(stream)) as Recorded<CounterEvent>[];
        expect(version).toBe(events.length);
        expect(state).toEqual(fold(counter.decider, events));
        const history = await writers[process]!.states.history(counter, stream);
        const whole = historyOf(counter.decider, events);
        expect(history).toMatchObject({ events, state: whole.state });
        for (let after = 0; after <= events.length; after++)
          expect([...history.chapters(after)]).toEqual([...whole.chapters(after)]);
      }
    }),
    { numRuns: 25 },
  );
});

test("loads of many streams at once, which drop each other's, give each stream whole", async () => {
  const store = await openTestStore();
  const { handle } = createTestEngine(store);
  const counter = createCounter();
  const streams = ["INC-1", "INC-2", "INC-3", "INC-4"];
  const states = createStates(store, sizeOf(3));
  for (let added = 1; added <= 10; added++) {
    for (const stream of streams) await handle(counter, stream, { type: "add" }, { by: responder });
    const all = [...streams, ...streams, ...streams];
    const histories = await Promise.all(all.map((stream) => states.history(counter, stream)));
    expect(histories.map(({ events }) => events.length)).toEqual(all.map(() => added));
  }
});

test("of a record used lately it is read on from its last event, of one long unused everything", async () => {
  const store = await openTestStore();
  const engine = createTestEngine(store);
  const counter = createCounter();
  for (const stream of ["INC-1", "INC-2", "INC-3"]) {
    for (let i = 0; i < 3; i++) await engine.handle(counter, stream, { type: "add" }, { by: responder });
  }
  const reads: string[] = [];
  const states = createStates(
    {
      load: (stream, afterVersion) => {
        reads.push(`${stream} after ${afterVersion}`);
        return store.load(stream, afterVersion);
      },
    },
    sizeOf(6),
  );
  for (const stream of ["INC-1", "INC-2", "INC-1", "INC-3", "INC-1", "INC-2"])
    await states.load(counter, stream);
  expect(reads).toEqual([
    "INC-1 after 0",
    "INC-2 after 0",
    "INC-1 after 2",
    "INC-3 after 0",
    "INC-1 after 2",
    "INC-2 after 0",
  ]);
});

test("a record deleted by another process is nowhere to be seen", async () => {
  const store = await openTestStore();
  const engine = createTestEngine(store);
  const counter = createCounter();
  await engine.handle(counter, "INC-1", { type: "add" }, { by: responder });
  const states = createStates(store);
  expect(await states.load(counter, "INC-1")).toMatchObject({ version: 1 });
  await store.deleteStream("INC-1");
  expect(await states.load(counter, "INC-1")).toEqual({ version: 0, state: counter.decider.initial });
});

test("a history once read stays as it was", async () => {
  const { handle, states } = createTestEngine(await openTestStore());
  const counter = createCounter();
  const add = () => handle(counter, "INC-1", { type: "add" }, { by: responder });
  await add();
  const history = await states.history(counter, "INC-1");
  await add();
  expect([...history.chapters()]).toHaveLength(1);
  expect([...(await states.history(counter, "INC-1")).chapters()]).toHaveLength(2);
});

test("what is told is folded on from near the end, and gives what a fold of all of it gives", async () => {
  const engine = createTestEngine(await openTestStore());
  const counter = createCounter();
  const versions: number[] = [];
  const last = foldedAlong<Count, CounterEvent, number[]>([], (told, { recorded, state }) => {
    versions.push(recorded.version);
    return [...told.slice(-2), state.count];
  });
  for (let added = 1; added <= 1200; added++) {
    await engine.handle(counter, "INC-1", { type: "add" }, { by: responder });
    if (added % 400) continue;
    const history = await engine.states.history(counter, "INC-1");
    expect(last(history)).toEqual([added - 2, added - 1, added]);
    const near = [...history.chapters(added - 3)].map(({ recorded, state }) => [
      recorded.version,
      state.count,
    ]);
    expect(near).toEqual([added - 2, added - 1, added].map((version) => [version, version]));
    expect([...history.chapters()]).toHaveLength(added);
  }
  expect(versions).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1));
});
