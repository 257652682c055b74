import { setImmediate as nextTurn } from "node:timers/promises";

/** The emulator's only source of time: rate windows, deadlines, expiries and retries all ask it. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` once, `milliseconds` from now; the result cancels it. */
  after(milliseconds: number, run: () => void): () => void;
};

/** Real time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is moved. */
export type MovableClock = Clock & {
  /** Moves time forward, running what falls due on the way, in order. */
  advance(milliseconds: number): Promise<void>;
};

/** A movable clock that starts at `start` (milliseconds since 1970; the present by default). */
export function createMovableClock(start = Date.now()): MovableClock {
  let now = start;
  const waiting = new Set<{ dueAt: number; run: () => void }>();
  const nextDue = (until: number) =>
    [...waiting].filter((timer) => timer.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
  return {
    now: () => now,
    after(milliseconds, run) {
      const timer = { dueAt: now + milliseconds, run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    async advance(milliseconds) {
      // Let what is under way set its timers first.
      await nextTurn();
      const target = now + milliseconds;
      for (let timer = nextDue(target); timer; timer = nextDue(target)) {
        waiting.delete(timer);
        now = Math.max(now, timer.dueAt);
        timer.run();
        // What a timer set in motion may set timers of its own, and those can fall due on the way too.
        await nextTurn();
      }
      now = target;
    },
  };
}
