import { expect, test } from "vitest";
import { addMinutes } from "../../src/lib/time.ts";
import { createOwnTime } from "../../src/record/own-time.ts";
import { monday, responder } from "../support/changes.ts";
import { createMovableClock } from "../support/clock.ts";
import { createCounter } from "../support/counter.ts";
import { createTestEngine } from "../support/engine.ts";
import { openTestStore } from "../support/store.ts";

const minute = 60_000;

test("a record's time is the clock's, as long as that is not before its last event", () => {
  const ownTime = createOwnTime(createMovableClock(monday));
  expect(ownTime("INC-1", undefined)).toBe(0);
  expect(ownTime("INC-1", monday)).toBe(0);
  expect(ownTime("INC-1", addMinutes(monday, -60))).toBe(0);
});

test("of a clock set back it goes on from the last event, at the pace of the machine", () => {
  const clock = createMovableClock(monday);
  const ownTime = createOwnTime(clock);
  clock.set(-60);
  expect(ownTime("INC-1", monday)).toBe(60 * minute);
  clock.moveMinutes(5);
  expect(ownTime("INC-1", monday)).toBe(60 * minute);
  // A wall clock put right again is right.
  clock.set(60);
  expect(ownTime("INC-1", monday)).toBe(0);
});

test("an event after the clock was set back is not before the one it follows", async () => {
  const engine = createTestEngine(await openTestStore());
  const counter = createCounter();
  const add = () => engine.handle(counter, "INC-1", { type: "add" }, { by: responder });
  await add();
  const first = engine.clock.now();
  engine.clock.set(-24 * 60);
  await add();
  engine.clock.moveMinutes(3);
  await add();
  const moments = (await engine.store.load("INC-1")).map(({ at }) => at);
  expect(moments).toEqual([first, first, addMinutes(first, 3)]);
});
