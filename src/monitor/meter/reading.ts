import type { Instant } from "../../lib/time.ts";

/** What a meter showed at a moment: a balance, or how many submissions a webhook has taken. */
export type Reading = { at: Instant; value: number };

/** What is left of a meter at a moment, in milliseconds since 1970: down to 0, whichever way it counts. */
export type Left = { at: number; left: number };

/**
 * Reads a meter as what is left of it, oldest first. `end` is where it ends: 0 for a balance, the limit for a count
 * that fills up. Of two readings of one moment the last one counts.
 */
export function leftOf(readings: readonly Reading[], end: number): Left[] {
  const byMoment = new Map(
    readings.map(({ at, value }) => [Date.parse(at), end === 0 ? value : end - value] as const),
  );
  return [...byMoment].map(([at, left]) => ({ at, left })).sort((a, b) => a.at - b.at);
}

/** Cuts what is left at each rise: a renewal, a top-up, a new webhook. What was used across a rise nobody knows. */
export function segmentsOf(levels: readonly Left[]): Left[][] {
  const segments: Left[][] = [];
  for (const level of levels) {
    const last = segments.at(-1);
    if (last && level.left <= last.at(-1)!.left) last.push(level);
    else segments.push([level]);
  }
  return segments;
}
