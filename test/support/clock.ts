import { addMilliseconds, addMinutes, type Instant, millisecondsBetween } from "../../src/lib/time.ts";
import type { Clock } from "../../src/record/ports.ts";

/** A clock that stands still until the test moves it. */
export type MovableClock = Clock & {
  moveMinutes(minutes: number): void;
  moveMilliseconds(milliseconds: number): void;
  moveTo(moment: Instant): void;
  /** Sets the wall clock back (negative) or ahead, as an administrator or NTP does; no time passes. */
  set(minutes: number): void;
};

/** Starts at 9 on a Monday morning, UTC. */
export function createMovableClock(start: Instant = "2026-11-23T09:00:00.000Z"): MovableClock {
  let now = start;
  let ticks = 0;
  const move = (milliseconds: number) => {
    now = addMilliseconds(now, milliseconds);
    ticks += Math.max(0, milliseconds);
  };
  return {
    now: () => now,
    ticks: () => ticks,
    moveMinutes: (minutes) => move(minutes * 60_000),
    moveMilliseconds: move,
    moveTo: (moment) => move(millisecondsBetween(now, moment)),
    set: (minutes) => {
      now = addMinutes(now, minutes);
    },
  };
}
