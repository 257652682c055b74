import { expect, test } from "vitest";
import { editDistance, nearest } from "../../src/lib/nearest.ts";

const commands = ["triage", "declare", "update", "resolve", "reopen", "list"];

test.each([
  ["triag", "triage"],
  ["traige", "triage"],
  ["TRIAGE", "triage"],
  ["resolv", "resolve"],
  ["dec", "declare"],
  ["lst", "list"],
])("%s is taken for %s", (typed, meant) => {
  expect(nearest(typed, commands)).toBe(meant);
});

test.each(["pizza", "x", ""])("%j is taken for nothing", (typed) => {
  expect(nearest(typed, commands)).toBeUndefined();
});

test("the distance counts letters added, dropped, changed and swapped", () => {
  expect(editDistance("", "abc")).toBe(3);
  expect(editDistance("abc", "acb")).toBe(1);
  expect(editDistance("kitten", "sitting")).toBe(3);
});
