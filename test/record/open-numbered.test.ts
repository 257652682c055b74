import { expect, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import { responder } from "../support/changes.ts";
import { type CounterCommand, createCounter } from "../support/counter.ts";
import { createTestEngine, type TestEngine } from "../support/engine.ts";
import { openTestStore } from "../support/store.ts";

const counter = createCounter();

function open(engine: TestEngine, given: { name?: string; receipt?: string; join?: boolean } = {}) {
  const findSimilar = async () => (await engine.store.summaries({ kind: "incident", open: true }))[0]?.stream;
  return engine.openNumbered({
    record: counter,
    command: (stream, number): CounterCommand => ({
      type: "add",
      name: given.name ?? `${stream} is ${number}`,
    }),
    request: { by: responder, receipt: given.receipt },
    ...(given.join ? { findSimilar } : {}),
  });
}

test("incidents are numbered one after another, and the command knows the number", async () => {
  const engine = createTestEngine(await openTestStore());
  expect(await open(engine)).toMatchObject({
    outcome: "done",
    stream: "INC-1",
    state: { adds: ["INC-1 is 1"] },
  });
  expect(await open(engine)).toMatchObject({ outcome: "done", stream: "INC-2" });
});

test("ten opened in the same instant by two processes get ten numbers without a gap", async () => {
  const store = await openTestStore();
  const processes = [createTestEngine(store), createTestEngine(store)];
  const opened = await Promise.all(Array.from({ length: 10 }, (_, i) => open(processes[i % 2]!)));
  expect(opened.map(({ stream }) => Number(stream.slice(4))).sort((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});

test("of two similar ones opened in the same instant the second finds the first", async () => {
  const store = await openTestStore();
  const processes = [createTestEngine(store), createTestEngine(store)];
  const opened = await Promise.all(processes.map((engine) => open(engine, { join: true })));
  expect(opened.map(({ outcome }) => outcome).sort()).toEqual(["done", "similar"]);
  expect(opened.map(({ stream }) => stream)).toEqual(["INC-1", "INC-1"]);
  expect(await store.highestNumber()).toBe(1);
});

test("one opened by another process at any point of the opening is found", async () => {
  for (const point of ["highestNumber", "summaries", "append"] as const) {
    const store = await openTestStore();
    const other = createTestEngine(store);
    let interrupted = false;
    const interrupt = async () => {
      if (!interrupted) {
        interrupted = true;
        await open(other);
      }
    };
    const watched: Store = {
      ...store,
      [point]: async (argument: never) => {
        await interrupt();
        return (store[point] as (argument: never) => Promise<unknown>)(argument);
      },
    };
    expect(await open(createTestEngine(watched), { join: true })).toEqual({
      outcome: "similar",
      stream: "INC-1",
    });
    expect(await store.highestNumber()).toBe(1);
  }
});

test("the same declaration sent twice opens one incident, at once or later", async () => {
  const store = await openTestStore();
  const processes = [createTestEngine(store), createTestEngine(store)];
  const opened = await Promise.all(processes.map((engine) => open(engine, { receipt: "modal 1" })));
  expect(opened.map(({ outcome }) => outcome).sort()).toEqual(["done", "duplicate"]);
  expect(await open(processes[0]!, { receipt: "modal 1" })).toMatchObject({
    outcome: "duplicate",
    stream: "INC-1",
    state: { count: 1 },
  });
  expect(await store.highestNumber()).toBe(1);
});

test("a refused opening takes no number", async () => {
  const engine = createTestEngine(await openTestStore());
  const refused = await engine.openNumbered({
    record: createCounter(0),
    command: () => ({ type: "add" }),
    request: { by: responder },
  });
  expect(refused).toMatchObject({ outcome: "refused", refusal: { code: "full" } });
  expect(await open(engine)).toMatchObject({ stream: "INC-1" });
});
