import { expect, test } from "vitest";
import { createPassBudget } from "../../src/worker/pass-budget.ts";

const start = 1000;

test("the steps of opening an incident follow each other without a pause", () => {
  const restAfterPass = createPassBudget();
  const rests = Array.from({ length: 20 }, () => restAfterPass("INC-1", start));
  expect(rests).toEqual(Array(20).fill(0));
});

test("a record that changes all the time gets its pass once a second, and holds up no other", () => {
  const restAfterPass = createPassBudget();
  let now = start;
  let passes = 0;
  while (now < start + 100_000) {
    passes += 1;
    now += 5 + restAfterPass("INC-1", now);
  }
  expect(passes).toBeGreaterThan(110);
  expect(passes).toBeLessThan(125);
  expect(restAfterPass("INC-2", now)).toBe(0);
});

test("a record left alone for a while may be passed over at once again", () => {
  const restAfterPass = createPassBudget();
  for (let pass = 0; pass < 30; pass++) restAfterPass("INC-1", start);
  expect(restAfterPass("INC-1", start)).toBe(1000);
  expect(restAfterPass("INC-1", start + 30_000)).toBe(0);
});
