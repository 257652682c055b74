import { type Left, leftOf, type Reading, segmentsOf } from "./reading.ts";

const hourMs = 60 * 60_000;
const dayHours = 24;
const weekHours = 7 * dayHours;
/** What is older says little of how things are now. */
const lookedBackWeeks = 4;
/** An hour without use counts as this part of the mean, so that no use is infinitely more than usual. */
const floor = 0.001;

/** What is usually used in an hour, as far as it shows: by the hour of the week, of the day, or the same in all. */
export type Rhythm = {
  /** After how many hours it repeats: 168, 24 or 1. */
  hours: number;
  /** Use per hour, from Thursday 1 January 1970, 00:00 UTC on, where counting begins. */
  perHour: readonly number[];
  /** Use in all, and per hour on average, over one repetition. */
  total: number;
  mean: number;
};

/** Where nothing is known of a rhythm: one unit an hour. */
export const evenly: Rhythm = { hours: 1, perHour: [1], total: 1, mean: 1 };

/**
 * Finds the rhythm in what was used before a moment, in milliseconds since 1970; a renewal or a new webhook does not
 * change it.
 */
export function rhythmOf(segments: readonly (readonly Left[])[], before: number): Rhythm {
  const used = usedByHour(segments);
  const hours = [...used.keys()].filter((hour) => (hour + 1) * hourMs <= before);
  if (hours.length === 0) return evenly;
  const period = periodOf(hours.length);
  const byPlace = Map.groupBy(hours, (hour) => hour % period);
  const known = new Map(
    [...byPlace].map(([place, same]) => [place, median(same.map((hour) => used.get(hour)!))]),
  );
  const mean = [...known.values()].reduce((sum, one) => sum + one, 0) / known.size;
  if (mean <= 0) return evenly;
  const perHour = Array.from({ length: period }, (_, place) =>
    Math.max(known.get(place) ?? mean, floor * mean),
  );
  const total = perHour.reduce((sum, one) => sum + one, 0);
  return { hours: period, perHour, total, mean: total / period };
}

function periodOf(hoursKnown: number): number {
  if (hoursKnown >= weekHours) return weekHours;
  return hoursKnown >= dayHours ? dayHours : 1;
}

/** What was used in each whole hour since 1970, where readings cover it; evenly between two readings. */
export function usedByHour(segments: readonly (readonly Left[])[]): Map<number, number> {
  const cells = new Map<number, { used: number; coveredMs: number }>();
  const newest = segments.at(-1)?.at(-1)?.at ?? 0;
  const from = newest - lookedBackWeeks * weekHours * hourMs;
  for (const segment of segments) {
    for (let i = 1; i < segment.length; i += 1) spread(segment[i - 1]!, segment[i]!, { from, cells });
  }
  const whole = [...cells].filter(([, { coveredMs }]) => coveredMs >= hourMs / 2);
  return new Map(whole.map(([hour, { used, coveredMs }]) => [hour, (used * hourMs) / coveredMs]));
}

/** What was used on each day in UTC, oldest first; the last one is not over. */
export function usePerDay(readings: readonly Reading[], end: number): number[] {
  const byHour = usedByHour(segmentsOf(leftOf(readings, end)));
  const byDay = Map.groupBy(byHour, ([hour]) => Math.floor(hour / dayHours));
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([, hours]) => hours.reduce((sum, [, used]) => sum + used, 0));
}

function spread(
  a: Left,
  b: Left,
  { from, cells }: { from: number; cells: Map<number, { used: number; coveredMs: number }> },
): void {
  const perMs = (a.left - b.left) / (b.at - a.at);
  for (let at = Math.max(a.at, from); at < b.at; ) {
    const hour = Math.floor(at / hourMs);
    const until = Math.min(b.at, (hour + 1) * hourMs);
    const cell = cells.get(hour) ?? { used: 0, coveredMs: 0 };
    cells.set(hour, { used: cell.used + perMs * (until - at), coveredMs: cell.coveredMs + until - at });
    at = until;
  }
}

/** What is usually used between two moments, in milliseconds since 1970. */
export function usualUse(rhythm: Rhythm, from: number, to: number): number {
  return usualSince1970(rhythm, to) - usualSince1970(rhythm, from);
}

function usualSince1970({ hours, perHour, total }: Rhythm, at: number): number {
  const passed = at / hourMs;
  const rounds = Math.floor(passed / hours);
  const rest = passed - rounds * hours;
  const whole = Math.floor(rest);
  const ofRound = perHour.slice(0, whole).reduce((sum, one) => sum + one, 0);
  return rounds * total + ofRound + (rest - whole) * (perHour[whole] ?? 0);
}

/** When as much has usually been used, counted from a moment on. */
export function usedUpAt(rhythm: Rhythm, from: number, amount: number): number {
  const rounds = Math.floor(amount / rhythm.total);
  let left = amount - rounds * rhythm.total;
  for (let at = from + rounds * rhythm.hours * hourMs; ; ) {
    const hour = Math.floor(at / hourMs);
    const perHour = rhythm.perHour[hour % rhythm.hours]!;
    const untilMs = (hour + 1) * hourMs - at;
    const inThisHour = (perHour * untilMs) / hourMs;
    if (left <= inThisHour) return at + (left / perHour) * hourMs;
    left -= inThisHour;
    at += untilMs;
  }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
