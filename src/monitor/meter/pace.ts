import { leftOf, type Reading, segmentsOf } from "./reading.ts";
import { rhythmOf, usualUse } from "./rhythm.ts";

const hourMs = 60 * 60_000;
/** What is judged must not say what is usual. */
const judgedHours = 2;

/** What the last hour used, and what is usual in that hour of the day or week. */
export type Pace = { used: number; usual: number; perHourUsually: number };

/** Compares the last hour with the same hour of other days. Undefined where too little is known. */
export function paceOf(readings: readonly Reading[], end: number): Pace | undefined {
  const segments = segmentsOf(leftOf(readings, end));
  const last = segments.at(-1)?.at(-1);
  if (!last) return undefined;
  const rhythm = rhythmOf(segments, last.at - judgedHours * hourMs);
  const within = segments.at(-1)!.filter(({ at }) => at >= last.at - 1.25 * hourMs);
  const first = within[0]!;
  if (rhythm.hours < 24 || last.at - first.at < hourMs / 2) return undefined;
  const scale = hourMs / (last.at - first.at);
  return {
    used: (first.left - last.left) * scale,
    usual: usualUse(rhythm, first.at, last.at) * scale,
    perHourUsually: rhythm.mean,
  };
}
