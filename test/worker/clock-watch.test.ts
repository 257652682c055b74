import { expect, test } from "vitest";
import { createClockWatch } from "../../src/worker/clock-watch.ts";
import { monday } from "../support/changes.ts";
import { createMovableClock } from "../support/clock.ts";
import { createTestLog } from "../support/engine.ts";

test("a clock that was set is one warning; one that runs, or is corrected a little, is none", () => {
  const clock = createMovableClock(monday);
  const log = createTestLog();
  const watch = createClockWatch(clock, log);
  clock.moveMinutes(90);
  watch.look();
  clock.set(1 / 60);
  watch.look();
  expect(log.lines).toEqual([]);
  expect(watch.lastJump()).toBeNull();
  clock.set(-60);
  watch.look();
  watch.look();
  clock.set(24 * 60);
  watch.look();
  expect(log.lines.map((line) => line.slice(0, 56))).toEqual([
    "warn This machine's clock was set back by 3600 s (or the",
    "warn This machine's clock was set ahead by 86400 s (or t",
  ]);
  expect(watch.jumps()).toBe(2);
  expect(watch.lastJump()?.bySeconds).toBe(86_400);
});
