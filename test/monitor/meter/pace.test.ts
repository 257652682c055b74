import { expect, it } from "vitest";
import { toInstant } from "../../../src/lib/time.ts";
import { paceOf } from "../../../src/monitor/meter/pace.ts";

const hourMs = 3_600_000;
const start = Date.parse("2026-11-02T00:00:00.000Z");

/** A count that takes 100 an hour by day and 10 by night, and in the last hour this many. */
function filled(days: number, lastHour: number) {
  const readings = [{ at: toInstant(start), value: 0 }];
  const hours = days * 24;
  for (let hour = 0, value = 0; hour < hours; hour += 1) {
    value += hour === hours - 1 ? lastHour : hour % 24 >= 8 && hour % 24 < 20 ? 100 : 10;
    readings.push({ at: toInstant(start + (hour + 1) * hourMs), value });
  }
  return readings;
}

it("compares the last hour with the same hour of other days", () => {
  const pace = paceOf(filled(5, 60), 50_000)!;
  expect(pace.used).toBeCloseTo(60);
  expect(pace.usual).toBeCloseTo(10);
  expect(pace.perHourUsually).toBeGreaterThan(40);
});

it("says nothing while no day is known", () => {
  expect(paceOf(filled(1, 60), 50_000)).toBeUndefined();
});
