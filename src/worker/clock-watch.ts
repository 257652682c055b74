import { addMilliseconds, type Instant, millisecondsBetween } from "../lib/time.ts";
import type { Clock } from "../record/ports.ts";
import type { WorkLog } from "./passes.ts";

/** A jump of the wall clock: by how much (negative: set back), and when by the clock as it was then. */
type ClockJump = { at: Instant; bySeconds: number };

/** Knows how the wall clock jumped since the start. */
type ClockWatch = {
  /** Compares the wall clock with the machine's own count. To be called every few seconds. */
  look(): void;
  jumps(): number;
  lastJump(): ClockJump | null;
};

/** NTP corrects less than this without anybody having to know. */
const jumpMs = 3_000;

/** Wires the watch over the wall clock: each jump is one warning. No wait depends on it; people who read times do. */
export function createClockWatch(clock: Clock, log: Pick<WorkLog, "warn">): ClockWatch {
  let before = { now: clock.now(), ticks: clock.ticks() };
  let jumps = 0;
  let last: ClockJump | null = null;
  return {
    look() {
      const here = { now: clock.now(), ticks: clock.ticks() };
      const expected = addMilliseconds(before.now, Math.round(here.ticks - before.ticks));
      const byMs = millisecondsBetween(expected, here.now);
      before = here;
      if (Math.abs(byMs) < jumpMs) return;
      jumps += 1;
      last = { at: expected, bySeconds: Math.round(byMs / 1000) };
      const how = byMs < 0 ? "back" : "ahead";
      log.warn(
        { from: expected, to: here.now, bySeconds: last.bySeconds },
        `This machine's clock was set ${how} by ${Math.abs(last.bySeconds)} s (or the machine slept). Work goes on; ` +
          "times in records may look odd. See that NTP runs.",
      );
    },
    jumps: () => jumps,
    lastJump: () => last,
  };
}
