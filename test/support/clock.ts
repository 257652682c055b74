import { addMilliseconds, addMinutes, type Instant } from "../../src/lib/time.ts";
import type { Clock } from "../../src/record/ports.ts";

/** A clock that stands still until the test moves it. */
export type MovableClock = Clock & {
  moveMinutes(minutes: number): void;
  moveMilliseconds(milliseconds: number): void;
  moveTo(moment: Instant): void;
};

/** Starts at 9 on a Monday morning, UTC. */
export function createMovableClock(start: Instant = "2026-11-23T09:00:00.000Z"): MovableClock {
  let now = start;
  return {
    now: () => now,
    moveMinutes: (minutes) => {
      now = addMinutes(now, minutes);
    },
    moveMilliseconds: (milliseconds) => {
      now = addMilliseconds(now, milliseconds);
    },
    moveTo: (moment) => {
      now = moment;
    },
  };
}
