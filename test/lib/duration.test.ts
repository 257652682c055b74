import { expect, test } from "vitest";
import { durationText, parseDuration, readMinutes } from "../../src/lib/duration.ts";

const minute = 60_000;

test.each([
  [-5, "less than 1 min"],
  [59_999, "less than 1 min"],
  [38 * minute, "38 min"],
  [60 * minute, "1 h"],
  [185 * minute, "3 h 5 min"],
  [49 * 60 * minute, "2 d 1 h"],
  [48 * 60 * minute + 59 * minute, "2 d"],
])("%d ms is said as %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  ["30d", 30 * 24 * 60 * 60_000],
  ["2w", 14 * 24 * 60 * 60_000],
  [" 12 H ", 12 * 60 * 60_000],
  ["90m", 90 * 60_000],
])("%s is a length of time", (typed, milliseconds) => {
  expect(parseDuration(typed)).toBe(milliseconds);
});

test.each(["", "30", "d", "0d", "-1d", "1.5d", "30 days", "999999d"])("%j is none", (typed) => {
  expect(parseDuration(typed)).toBeUndefined();
});

test.each([
  ["15", 15],
  ["for 20 minutes", 20],
  ["90m", 90],
  ["1h", 60],
  ["1,5 h", 90],
  ["2 hours", 120],
  ["1 day", 1440],
  ["soon", Number.NaN],
  ["1.000", Number.NaN],
])("%j is %d minutes", (typed, minutes) => {
  expect(readMinutes(typed)).toBe(minutes);
});
