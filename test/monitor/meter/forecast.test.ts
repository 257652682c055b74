import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMilliseconds, toInstant } from "../../../src/lib/time.ts";
import { forecast } from "../../../src/monitor/meter/forecast.ts";
import { madeBalance } from "./made-meters.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = "2026-11-02T08:00:00.000Z";

/** A meter read every so many minutes that goes down evenly. */
function evenly({
  from,
  perHour,
  hours,
  everyMinutes = 10,
}: Record<"from" | "perHour" | "hours", number> & { everyMinutes?: number }) {
  return Array.from({ length: Math.floor((hours * 60) / everyMinutes) + 1 }, (_, i) => ({
    at: addMilliseconds(start, i * everyMinutes * minuteMs),
    value: from - (perHour * i * everyMinutes) / 60,
  }));
}

const hoursUntil = (at: string | null, last: { at: string }) =>
  at === null ? null : (Date.parse(at) - Date.parse(last.at)) / hourMs;

describe("a forecast", () => {
  it("needs three readings and two hours", () => {
    expect(forecast([], 0)).toBeUndefined();
    expect(forecast(evenly({ from: 100, perHour: 10, hours: 1.8 }), 0)).toBeUndefined();
    expect(forecast(evenly({ from: 100, perHour: 10, hours: 8, everyMinutes: 480 }), 0)).toBeUndefined();
    expect(forecast(evenly({ from: 100, perHour: 10, hours: 2 }), 0)).toBeDefined();
  });

  it("says when a balance is empty and when a count is full", () => {
    const balance = evenly({ from: 1000, perHour: 10, hours: 10 });
    expect(hoursUntil(forecast(balance, 0)!.endsAt, balance.at(-1)!)).toBeCloseTo(90, 1);
    const count = balance.map(({ at, value }) => ({ at, value: 50_000 - value }));
    expect(forecast(count, 50_000)).toEqual(forecast(balance, 0));
  });

  it("reads a meter that a person reads once a week", () => {
    const weekly = evenly({ from: 50_000, perHour: 50, hours: 21 * 24, everyMinutes: 7 * 24 * 60 });
    const found = forecast(weekly, 0)!;
    expect(hoursUntil(found.endsAt, weekly.at(-1)!)).toBeCloseTo((50_000 - 50 * 21 * 24) / 50, 0);
  });

  it("begins anew after a renewal", () => {
    const before = evenly({ from: 1000, perHour: 100, hours: 8 });
    const renewed = (hours: number) => [
      ...before,
      ...evenly({ from: 5000, perHour: 100, hours }).map(({ at, value }) => ({
        at: addMilliseconds(at, 8.5 * hourMs),
        value,
      })),
    ];
    expect(forecast(renewed(1), 0)).toBeUndefined();
    const after = renewed(3);
    expect(hoursUntil(forecast(after, 0)!.endsAt, after.at(-1)!)).toBeCloseTo(47, 1);
  });

  it("shows the nearer end when use has just gone up, and the range", () => {
    const calm = evenly({ from: 10_000, perHour: 10, hours: 22 });
    const fast = evenly({ from: calm.at(-1)!.value, perHour: 100, hours: 2 })
      .slice(1)
      .map(({ at, value }) => ({ at: addMilliseconds(at, 22 * hourMs), value }));
    const all = [...calm, ...fast];
    const found = forecast(all, 0)!;
    expect(hoursUntil(found.endsAt, all.at(-1)!)).toBeCloseTo(all.at(-1)!.value / 100, 0);
    expect(found.range.from! <= found.endsAt!).toBe(true);
    expect(hoursUntil(found.range.to, all.at(-1)!)).toBeGreaterThan(800);
  });

  it("is not bent by a single wrong-looking jump", () => {
    const readings = evenly({ from: 10_000, perHour: 10, hours: 24 });
    // A batch of 30 at once: three hours' worth in one step.
    const jump = readings.map(({ at, value }, i) => ({ at, value: i > 70 ? value - 30 : value }));
    const found = forecast(jump, 0)!;
    expect(hoursUntil(found.endsAt, jump.at(-1)!)!).toBeGreaterThan(0.8 * (jump.at(-1)!.value / 10));
  });

  it("names no date where nothing is used, and none beyond ten years", () => {
    expect(forecast(evenly({ from: 100, perHour: 0, hours: 5 }), 0)!.endsAt).toBeNull();
    expect(forecast(evenly({ from: 10 ** 9, perHour: 1, hours: 5 }), 0)!.endsAt).toBeNull();
  });

  it("is at its end when nothing is left", () => {
    const readings = evenly({ from: 20, perHour: 10, hours: 2 });
    expect(forecast(readings, 0)!.endsAt).toBe(readings.at(-1)!.at);
  });

  it("errs by at most 10 % on fills with the rhythm of days and weeks, with renewals in the window", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer({ min: 1, max: 2 ** 31 }),
          perHour: fc.integer({ min: 20, max: 5000 }),
          days: fc.integer({ min: 15, max: 40 }),
          leftHours: fc.integer({ min: 24, max: 24 * 14 }),
          renewedAgoDays: fc.option(fc.double({ min: 0.5, max: 12, noNaN: true })),
          night: fc.double({ min: 0.25, max: 0.9, noNaN: true }),
          weekend: fc.double({ min: 0.3, max: 1, noNaN: true }),
          noise: fc.constantFrom(0, 0.15),
        }),
        (options) => {
          const { readings, endsAt, now } = madeBalance(options);
          const found = forecast(readings, 0)!;
          const error = Math.abs(Date.parse(found.endsAt!) - endsAt) / (endsAt - now);
          expect(error).toBeLessThanOrEqual(0.1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("has its range around what it shows, and ends never before now", () => {
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 300 }),
      value: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(0, 50_000), (steps, end) => {
        let at = Date.parse(start);
        const readings = steps.map(({ minutes, value }) => {
          at += minutes * minuteMs;
          return { at: toInstant(at), value };
        });
        const found = forecast(readings, end);
        if (!found) return;
        const never = "9999";
        const { range, endsAt } = found;
        expect((range.from ?? never) <= (endsAt ?? never)).toBe(true);
        expect((endsAt ?? never) <= (range.to ?? never)).toBe(true);
        expect((endsAt ?? never) >= toInstant(at)).toBe(true);
      }),
    );
  });
});
