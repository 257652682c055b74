import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs } from "../../src/worker/backoff.ts";

test("the wait doubles from a second up to five minutes", () => {
  const waits = [1, 2, 3, 9, 10, 5000].map((failures) => backoffMs(failures, () => 1));
  expect(waits).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
});

test("chance takes at most half of the wait away", () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
      const longest = backoffMs(failures, () => 1);
      const wait = backoffMs(failures, () => chance);
      expect(wait).toBeGreaterThanOrEqual(longest / 2);
      expect(wait).toBeLessThanOrEqual(longest);
    }),
  );
});
