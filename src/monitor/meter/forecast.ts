import { type Instant, toInstant } from "../../lib/time.ts";
import { type Left, leftOf, type Reading, segmentsOf } from "./reading.ts";
import { evenly, type Rhythm, rhythmOf, usedUpAt, usualUse } from "./rhythm.ts";

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const shortMs = 2 * hourMs;
const pointsAtLeast = 3;
/** Of more readings in a window, evenly chosen ones tell the slope as well. */
const pointsAtMost = 48;
/** What is further away than this is not told as a date. */
const horizonMs = 10 * 365 * dayMs;

/** Where a meter is going. Counted from its newest reading. */
export type Forecast = {
  /** When it is empty, or full, by the nearer of two estimates; null: not within ten years. */
  endsAt: Instant | null;
  /** Between what it may be. `to` null: later than ten years, or never. */
  range: { from: Instant | null; to: Instant | null };
  /** What is used per hour now, as a mean over the rhythm. */
  perHour: number;
};

/**
 * Says when a meter ends: 0 for a balance, the limit for a count that fills up. From the newest segment alone: what
 * was before a renewal tells the rhythm of days and weeks, and nothing else. Undefined under 3 readings or 2 hours.
 */
export function forecast(readings: readonly Reading[], end: number): Forecast | undefined {
  const segments = segmentsOf(leftOf(readings, end));
  const segment = segments.at(-1) ?? [];
  const last = segment.at(-1);
  const day = windowOf(segment, dayMs);
  if (!last || day.length < pointsAtLeast || last.at - day[0]!.at < shortMs) return undefined;

  // The last hours are what is to be judged: they say nothing of what is usual.
  const rhythm = rhythmOf(segments, last.at - shortMs);
  const long = slopeOf(day, rhythm);
  const short = clearlyOther(segment, long.middle, rhythm);
  const [earliest, usually, latest] = [long.high, long.middle, long.low].map((pace) =>
    endAt(last, pace, rhythm),
  );
  const soon = short === undefined ? usually! : endAt(last, short, evenly);
  const endsAt = Math.min(usually!, soon);
  return {
    endsAt: asInstant(endsAt),
    range: { from: asInstant(Math.min(earliest!, soon)), to: asInstant(Math.max(latest!, soon)) },
    perHour: soon < usually! ? short! : long.middle * rhythm.mean,
  };
}

/** The readings of the last so many milliseconds; of a meter that is read seldom, the last few whenever they were. */
function windowOf(segment: readonly Left[], ms: number): Left[] {
  const from = (segment.at(-1)?.at ?? 0) - ms;
  const within = segment.filter(({ at }) => at >= from);
  return within.length >= pointsAtLeast ? within : segment.slice(-pointsAtLeast);
}

/** How fast it goes, as a multiple of the usual, and between what that may be. */
type Slope = { low: number; middle: number; high: number };

/**
 * Theil and Sen's slope: the median over all pairs of readings that lie well apart, against what is usually used
 * between them instead of against time. So neither an outlier nor the time of day bends it.
 */
function slopeOf(window: readonly Left[], rhythm: Rhythm): Slope {
  const step = Math.ceil(window.length / pointsAtMost);
  const points = window.filter((_, i) => (window.length - 1 - i) % step === 0);
  const usual = points.map(({ at }) => usualUse(rhythm, points[0]!.at, at));
  const apart = usual.at(-1)! / 4;
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i += 1) {
    for (let j = i + 1; j < points.length; j += 1) {
      const between = usual[j]! - usual[i]!;
      if (between >= apart) slopes.push((points[i]!.left - points[j]!.left) / between);
    }
  }
  slopes.sort((a, b) => a - b);
  const at = (share: number) => slopes[Math.round(share * (slopes.length - 1))]!;
  return { low: at(0.1), middle: at(0.5), high: at(0.9) };
}

/**
 * What is used per hour by the pace of the last two hours, where that is clearly not the usual: twice or half of it,
 * and by more than an hour usually brings, since less than that is chance.
 */
function clearlyOther(segment: readonly Left[], long: number, rhythm: Rhythm): number | undefined {
  const to = segment.at(-1)!;
  const window = segment.filter(({ at }) => at >= to.at - shortMs);
  const hours = (to.at - window[0]!.at) / hourMs;
  if (window.length < pointsAtLeast || hours < 1) return undefined;
  const perHour = slopeOf(window, evenly).middle;
  const usual = (long * usualUse(rhythm, window[0]!.at, to.at)) / hours;
  const isMuch = Math.abs(perHour - usual) * hours >= long * rhythm.mean;
  return isMuch && (perHour > 2 * usual || perHour < usual / 2) ? perHour : undefined;
}

/** In milliseconds since 1970; infinite where it is not within the horizon. */
function endAt({ at, left }: Left, pace: number, rhythm: Rhythm): number {
  if (left <= 0) return at;
  const isFar = pace <= 0 || (left / pace / rhythm.total) * rhythm.hours * hourMs > horizonMs;
  return isFar ? Number.POSITIVE_INFINITY : Math.round(usedUpAt(rhythm, at, left / pace));
}

function asInstant(at: number): Instant | null {
  return Number.isFinite(at) ? toInstant(at) : null;
}
