import { describe, expect, test } from "vitest";
import { figureKind, whyImpossible } from "../../src/incident/figure-kind.ts";

describe("a watched figure", () => {
  test.each([
    ["%", "share"],
    [" percent ", "share"],
    ["credits", "count"],
    ["Rows", "count"],
    ["°C", "any"],
    ["", "any"],
  ] as const)("in %j is a %s", (unit, kind) => {
    expect(figureKind({ unit })).toBe(kind);
  });

  test("that triage reads is a count", () => {
    expect(figureKind({ unit: "", source: "actions" })).toBe("count");
  });

  test.each([
    ["share", 82.5, undefined],
    ["share", 825, "A percentage lies between 0 and 100."],
    ["share", -1, "A percentage lies between 0 and 100."],
    ["count", 41_200, undefined],
    ["count", -1, "A count cannot be less than 0."],
    ["any", -12, undefined],
  ] as const)("a %s can be %d: %s", (kind, value, why) => {
    expect(whyImpossible(kind, value)).toBe(why);
  });
});
