import { expect, test } from "vitest";
import { afterRefusal, afterRow, type Pace, startPace, waitFor } from "../../../src/replay/send/pace.ts";

const minute = 60_000;

/** Sends for so long, each timer late by as much as `late` says. The moments rows went at. */
function sendFor(
  pace: Pace,
  from: number,
  milliseconds: number,
  late: () => number,
): { sent: number[]; pace: Pace } {
  const sent: number[] = [];
  let now = from;
  let current = pace;
  while (now < from + milliseconds) {
    const wait = waitFor(current, now);
    if (wait > 0) now += wait + late();
    sent.push(now);
    current = afterRow(current, now);
  }
  return { sent, pace: current };
}

test.each([1, 5, 9])(
  "%i a second are kept within 2 %% over five minutes, with timers that are late",
  (perSecond) => {
    let turn = 0;
    const { sent } = sendFor(startPace(perSecond, 0), 0, 5 * minute, () => (turn = (turn * 7 + 3) % 20));
    const expected = perSecond * 300;
    expect(Math.abs(sent.length - expected) / expected).toBeLessThan(0.02);
    for (let i = 20; i < sent.length; i++)
      expect(sent[i]! - sent[i - 20]!).toBeGreaterThan((20 / perSecond) * 1000 - 350);
  },
);

test("what was lost by waiting is made up for by two rows at most", () => {
  const pace = startPace(5, 0);
  const { sent } = sendFor(pace, 10 * minute, 1000, () => 0);
  expect(sent.length).toBeLessThanOrEqual(8);
});

test("a refusal makes everybody wait as long as asked, and go on at half of our share at most", () => {
  const slowed = afterRefusal(startPace(9, 0), { now: 1000, sentAt: 900, waitMs: 7000 });
  expect(waitFor(slowed, 1000)).toBe(7000);
  expect(slowed.perSecond).toBe(2.5);
});

test("several refusals of one moment slow down once; one after the pause slows down again", () => {
  const once = afterRefusal(startPace(5, 0), { now: 1000, sentAt: 900, waitMs: 1000 });
  const same = afterRefusal(once, { now: 1100, sentAt: 950, waitMs: 1000 });
  expect(same.perSecond).toBe(2.5);
  expect(afterRefusal(same, { now: 3000, sentAt: 2500, waitMs: 1000 }).perSecond).toBe(1.25);
});

test("it goes faster once in five calm minutes, and never as fast as was refused", () => {
  const slowed = afterRefusal(startPace(5, 0), { now: 0, sentAt: 0, waitMs: 1000 });
  let pace = slowed;
  const speeds: number[] = [];
  for (let i = 0; i < 20; i++) {
    ({ pace } = sendFor(pace, 1000 + i * 5 * minute, 5 * minute, () => 0));
    speeds.push(pace.perSecond);
  }
  const steps = speeds.map((speed, i) => speed / (speeds[i - 1] ?? 2.5));
  expect(Math.max(...steps)).toBeLessThan(1.2);
  expect(speeds[0]).toBeLessThan(3);
  expect(speeds.at(-1)).toBeCloseTo(3.9, 1);
});
