import { describe, expect, it } from "vitest";
import { addMilliseconds } from "../../../src/lib/time.ts";
import { type MeterNow, notWarned, type Warned, warn } from "../../../src/monitor/meter/warnings.ts";

const now = "2026-11-02T08:00:00.000Z";
const hourMs = 3_600_000;
const rules = { hours: [168, 48, 12, 2], times: 4 };
const nothing: MeterNow = { forecast: undefined, pace: undefined, renewedAt: null };

function endsIn(hours: number | null, more: Partial<MeterNow> = {}): MeterNow {
  const endsAt = hours === null ? null : addMilliseconds(now, hours * hourMs);
  return { ...nothing, forecast: { endsAt, range: { from: endsAt, to: endsAt }, perHour: 1 }, ...more };
}

/** Warns at each of these in turn; what was told. */
function told(...all: MeterNow[]) {
  let warned: Warned = notWarned;
  return all.map((found) => {
    const step = warn(warned, found, { rules, now });
    warned = step.warned;
    return step.warnings.map((one) => (one.type === "near" ? one.hours : one.type)).join();
  });
}

describe("warnings of a meter", () => {
  it("come once at each threshold, however the forecast sways around it", () => {
    expect(
      told(
        endsIn(200),
        endsIn(160),
        endsIn(170),
        endsIn(150),
        endsIn(47),
        endsIn(60),
        endsIn(11),
        endsIn(1.9),
        endsIn(0),
      ),
    ).toEqual(["", "168", "", "", "48", "", "12", "2", ""]);
  });

  it("name only the nearest threshold when several are passed at once", () => {
    expect(told(endsIn(10), endsIn(10))).toEqual(["12", ""]);
  });

  it("say nothing without a forecast, and end with a renewal", () => {
    const renewedAt = addMilliseconds(now, 1);
    expect(told(nothing, endsIn(10), nothing, { ...nothing, renewedAt }, endsIn(1000))).toEqual([
      "",
      "12",
      "",
      "far",
      "",
    ]);
  });

  it("come anew after a renewal, or after the end was far away", () => {
    expect(told(endsIn(100), endsIn(null), endsIn(100))).toEqual(["168", "far", "168"]);
    expect(told(endsIn(100), endsIn(300), endsIn(100))).toEqual(["168", "", ""]);
  });

  it("tell once that it goes much faster than usual, until it does not", () => {
    const pace = (used: number) => ({ ...nothing, pace: { used, usual: 100, perHourUsually: 80 } });
    expect(told(pace(100), pace(390), pace(400), pace(900), pace(210), pace(190), pace(401))).toEqual([
      "",
      "",
      "fast",
      "",
      "",
      "usual",
      "fast",
    ]);
  });

  it("do not call anybody for a few rows in an hour that usually has none", () => {
    const pace = { used: 9, usual: 0.1, perHourUsually: 80 };
    expect(told({ ...nothing, pace })).toEqual([""]);
    expect(told({ ...nothing, pace: { ...pace, used: 90 } })).toEqual(["fast"]);
  });
});
