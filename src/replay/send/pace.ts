/**
 * When the next row may go. Milliseconds of any clock that only goes forward. Clay allows ten requests a second for
 * all webhooks of a workspace together, so a 429 says that others send, too.
 */
export type Pace = {
  perSecond: number;
  /** Never faster than this. */
  most: number;
  nextAt: number;
  /** Since when nothing was refused for pace, nor the pace changed. */
  calmSince: number;
  /** Answers to rows sent before this moment say nothing about the pace since. */
  slowedAt: number;
};

const calmBeforeFasterMs = 5 * 60_000;
const faster = 1.15;
/** Of the ten a second half is for the live senders; what was refused is not tried again in this run. */
const ourShare = 5;
const belowWhatWasRefused = 0.78;
/** So much lateness of a timer is made up for; what was lost by waiting longer is not sent in a burst. */
const mostCatchUpMs = 300;

/** A pace that begins now. */
export function startPace(perSecond: number, now: number): Pace {
  return { perSecond, most: perSecond, nextAt: now, calmSince: now, slowedAt: Number.NEGATIVE_INFINITY };
}

/** Milliseconds to wait before the next row. */
export function waitFor({ nextAt }: Pace, now: number): number {
  return Math.max(0, nextAt - now);
}

/** The pace after a row went: faster again, a little, after five calm minutes. */
export function afterRow(pace: Pace, now: number): Pace {
  const isCalm = pace.perSecond < pace.most && now - pace.calmSince >= calmBeforeFasterMs;
  const perSecond = isCalm ? Math.min(pace.most, pace.perSecond * faster) : pace.perSecond;
  const nextAt = Math.max(pace.nextAt, now - mostCatchUpMs) + 1000 / perSecond;
  return { ...pace, perSecond, nextAt, calmSince: isCalm ? now : pace.calmSince };
}

/**
 * The pace after a 429 for a row sent at `sentAt`: everybody pauses as long as asked, then goes on at half of our
 * share at most. Several refusals of one moment slow down once.
 */
export function afterRefusal(
  pace: Pace,
  { now, sentAt, waitMs }: { now: number; sentAt: number; waitMs: number },
): Pace {
  const paused = { ...pace, nextAt: Math.max(pace.nextAt, now + waitMs), calmSince: now + waitMs };
  if (sentAt < pace.slowedAt) return paused;
  const refused = Math.min(pace.perSecond, ourShare);
  return {
    ...paused,
    perSecond: Math.max(slowest, refused / 2),
    most: Math.max(slowest, Math.min(pace.most, refused * belowWhatWasRefused)),
    slowedAt: now + waitMs,
  };
}

/** One row in ten seconds: slower than this nothing would ever end. */
const slowest = 0.1;
