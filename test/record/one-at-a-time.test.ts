import { expect, test } from "vitest";
import { createOneAtATime } from "../../src/record/one-at-a-time.ts";

test("tasks of one key follow each other, also after one that failed; other keys are not held up", async () => {
  const inTurn = createOneAtATime();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const order: string[] = [];
  const first = inTurn("a", async () => {
    await held;
    order.push("a1");
    throw new Error("failed");
  });
  const second = inTurn("a", async () => {
    order.push("a2");
    return 2;
  });
  await inTurn("b", async () => order.push("b1"));
  release();
  await expect(first).rejects.toThrow("failed");
  expect(await second).toBe(2);
  expect(order).toEqual(["b1", "a1", "a2"]);
});
