import { describe, expect, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import { StoreUnavailable } from "../../src/record/store-unavailable.ts";
import { responder } from "../support/changes.ts";
import { createCounter } from "../support/counter.ts";
import { createTestEngine } from "../support/engine.ts";
import { openTestStore } from "../support/store.ts";

const add = (name = "") => ({ type: "add" as const, name });
const by = { by: responder };

describe("a command", () => {
  test("that is done is on disk, with the summary, due at once, and wakes the work loop", async () => {
    const engine = createTestEngine(await openTestStore());
    const handled = await engine.handle(createCounter(), "INC-1", add("first"), by);
    expect(handled).toMatchObject({ outcome: "done", state: { count: 1 }, events: [{ version: 1 }] });
    expect(await engine.store.load("INC-1")).toEqual([
      { version: 1, at: engine.clock.now(), by: responder, event: { type: "added", name: "first" } },
    ]);
    expect((await engine.store.summary("INC-1"))?.title).toBe("Count 1");
    expect(await engine.store.nextDueAt()).toBe(engine.clock.now());
    expect(engine.woken()).toBe(1);
  });

  test("that is refused writes nothing and says why", async () => {
    const engine = createTestEngine(await openTestStore());
    const handled = await engine.handle(createCounter(0), "INC-1", add(), { ...by, receipt: "click" });
    expect(handled).toMatchObject({ outcome: "refused", refusal: { code: "full" }, state: { count: 0 } });
    expect(await engine.store.load("INC-1")).toEqual([]);
    expect(await engine.store.findReceipt("click")).toBeUndefined();
    expect(engine.woken()).toBe(0);
  });

  test("that changes nothing writes nothing", async () => {
    const engine = createTestEngine(await openTestStore());
    const handled = await engine.handle(createCounter(), "INC-1", { type: "tick" }, by);
    expect(handled).toMatchObject({ outcome: "done", events: [] });
    expect(await engine.store.load("INC-1")).toEqual([]);
  });

  test("delivered eleven times in the same instant has one effect", async () => {
    const engine = createTestEngine(await openTestStore());
    const deliver = () => engine.handle(createCounter(), "INC-1", add(), { ...by, receipt: "event 1" });
    const outcomes = (await Promise.all(Array.from({ length: 11 }, deliver))).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(["done", ...Array(10).fill("duplicate")]);
    expect(await engine.store.load("INC-1")).toHaveLength(1);
  });

  test("repeated after it worked is a duplicate, also where a new one would be refused", async () => {
    const engine = createTestEngine(await openTestStore());
    const deliver = (receipt: string) => engine.handle(createCounter(1), "INC-1", add(), { ...by, receipt });
    expect((await deliver("click 1")).outcome).toBe("done");
    expect(await deliver("click 1")).toMatchObject({ outcome: "duplicate", state: { count: 1 } });
    expect((await deliver("click 2")).outcome).toBe("refused");
  });
});

describe("two processes on one record", () => {
  test("a hundred commands at once from each are all carried out, none twice", async () => {
    const store = await openTestStore();
    const processes = [createTestEngine(store), createTestEngine(store)];
    const all = Array.from({ length: 200 }, (_, i) =>
      processes[i % 2]!.handle(createCounter(), "INC-1", add(`${i}`), by),
    );
    const outcomes = await Promise.all(all);
    expect(outcomes.every(({ outcome }) => outcome === "done")).toBe(true);
    const { state } = await processes[0]!.states.load(createCounter(), "INC-1");
    expect(new Set(state.adds).size).toBe(200);
    expect(state.count).toBe(200);
  });

  test("a limit holds against both", async () => {
    const store = await openTestStore();
    const processes = [createTestEngine(store), createTestEngine(store)];
    const all = Array.from({ length: 20 }, (_, i) =>
      processes[i % 2]!.handle(createCounter(7), "INC-1", add(), by),
    );
    const outcomes = (await Promise.all(all)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(7);
    expect(outcomes.filter((outcome) => outcome === "refused")).toHaveLength(13);
  });

  test("a record deleted by one starts anew in the other", async () => {
    const store = await openTestStore();
    const [one, two] = [createTestEngine(store), createTestEngine(store)];
    await one.handle(createCounter(), "INC-1", add("gone"), by);
    await two.store.deleteStream("INC-1");
    const handled = await one.handle(createCounter(), "INC-1", add("new"), by);
    expect(handled).toMatchObject({ outcome: "done", state: { adds: ["new"] } });
  });

  test("a record that changes under every try is given up, not tried forever", async () => {
    const store = await openTestStore();
    const stubborn: Store = { ...store, append: async () => "conflict" };
    const engine = createTestEngine(stubborn);
    await expect(engine.handle(createCounter(), "INC-1", add(), by)).rejects.toThrow(
      /INC-1 was changed by others/,
    );
  });
});

test("when the store does not answer the person is told at once: one try, nothing kept, the next one works", async () => {
  const store = await openTestStore();
  let tries = 0;
  let down = true;
  const shaky: Store = {
    ...store,
    append: async (change) => {
      tries++;
      if (down) throw new StoreUnavailable("down");
      return store.append(change);
    },
  };
  const engine = createTestEngine(shaky);
  await expect(engine.handle(createCounter(), "INC-1", add("lost"), by)).rejects.toThrow(StoreUnavailable);
  expect(tries).toBe(1);
  down = false;
  const handled = await engine.handle(createCounter(), "INC-1", add("saved"), by);
  expect(handled).toMatchObject({ outcome: "done", state: { adds: ["saved"] } });
});
