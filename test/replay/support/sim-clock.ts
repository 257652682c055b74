import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../../src/replay/send/run.ts";

/** A clock that is moved when everybody who lives by it sleeps, so that minutes pass in no time. */
export type SimClock = Clock & {
  /** Runs somebody who lives by this clock. */
  actor<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for what takes no time of this clock: a request to a server of this machine. */
  outside<T>(work: Promise<T>): Promise<T>;
  /** Moves the clock until nobody is left. */
  run(): Promise<void>;
};

export function createSimClock(startedAt = Date.parse("2026-11-27T03:00:00Z")): SimClock {
  let now = startedAt;
  let actors = 0;
  let outside = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const moveOn = () => {
    const at = Math.min(...sleepers.map((sleeper) => sleeper.at));
    now = Math.max(now, at);
    const due = sleepers.filter((sleeper) => sleeper.at <= now);
    for (const sleeper of due) {
      sleepers.splice(sleepers.indexOf(sleeper), 1);
      sleeper.wake();
    }
  };
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
      }),
    async actor(work) {
      actors++;
      try {
        return await work();
      } finally {
        actors--;
      }
    },
    async outside(work) {
      outside++;
      try {
        return await work;
      } finally {
        outside--;
      }
    },
    async run() {
      while (actors > 0) {
        await nextTurn();
        if (outside === 0 && sleepers.length > 0 && sleepers.length >= actors) moveOn();
      }
    },
  };
}
