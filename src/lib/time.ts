/** A moment as ISO 8601 in UTC with milliseconds ("2026-11-23T09:14:00.000Z"). Such strings sort by time. */
export type Instant = string;

/** Writes a Date, or milliseconds since 1970, as an Instant. */
export function toInstant(moment: Date | number): Instant {
  return new Date(moment).toISOString();
}

/** The moment `milliseconds` after `start` (before it, when negative). */
export function addMilliseconds(start: Instant, milliseconds: number): Instant {
  return toInstant(Date.parse(start) + milliseconds);
}

/** The moment `minutes` after `start` (before it, when negative). */
export function addMinutes(start: Instant, minutes: number): Instant {
  return addMilliseconds(start, minutes * 60_000);
}

/** Milliseconds from `start` to `end`; negative when `end` is earlier. */
export function millisecondsBetween(start: Instant, end: Instant): number {
  return Date.parse(end) - Date.parse(start);
}

/** The earliest of the moments given, or null when there is none. */
export function earliest(...moments: (Instant | null | undefined)[]): Instant | null {
  return moments.reduce<Instant | null>((first, m) => (m && (!first || m < first) ? m : first), null);
}

/** Clocks of two machines differ by this much without anything being wrong. */
const clockSkewMs = 2_000;

/** Whether a moment lies so far ahead that a clock was set back since: it is no moment ago, and nothing fresh. */
export function isAhead(moment: Instant, now: Instant): boolean {
  return millisecondsBetween(now, moment) > clockSkewMs;
}

/**
 * Milliseconds left of a wait that began at `since`; 0 when it is over. Never longer than the wait itself: one that
 * began well ahead of now began before a clock was set back, and is over.
 */
export function waitLeftMs(since: Instant, milliseconds: number, now: Instant): number {
  if (isAhead(since, now)) return 0;
  return Math.max(0, Math.min(milliseconds, milliseconds - millisecondsBetween(since, now)));
}
