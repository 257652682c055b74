import { expect, test } from "vitest";
import { durationText } from "../../src/lib/duration.ts";

const minute = 60_000;

test.each([
  [-5, "under 1 min"],
  [59_999, "under 1 min"],
  [38 * minute, "38 min"],
  [60 * minute, "1 h"],
  [185 * minute, "3 h 5 min"],
  [49 * 60 * minute, "2 d 1 h"],
  [48 * 60 * minute + 59 * minute, "2 d"],
])("%d ms is said as %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
