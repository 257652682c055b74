import { addMilliseconds, type Instant } from "../lib/time.ts";
import { looksToOpen } from "./judge.ts";
import type { Memory } from "./memory.ts";
import type { MonitorRules } from "./rules.ts";

/**
 * When a target just looked at is to be looked at next. While a change may be coming, soon, whatever its own rhythm;
 * the last look at a fresh entry of a status page is left to that rhythm, since most such entries are gone by then.
 */
export function nextLookAt(
  memory: Memory,
  { at, everyMs, news }: { at: Instant; everyMs: number; news: boolean },
  rules: MonitorRules,
): Instant {
  const isHeld = news && !memory.broken && memory.row?.looks === looksToOpen(true, rules) - 1;
  const isChanging = memory.broken || (memory.row !== null && !isHeld);
  return addMilliseconds(at, isChanging ? Math.min(everyMs, rules.recheckMs) : everyMs);
}
