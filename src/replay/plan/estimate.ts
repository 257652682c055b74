import type { GivenFigures } from "./plan-file.ts";

/** What sending will take. `undefined`: not known. */
export type Estimate = {
  seconds: number;
  fillBefore?: number | undefined;
  fillAfter?: number | undefined;
  limit?: number | undefined;
  credits?: number | undefined;
  balance?: { credits: number; source: string } | undefined;
  /** What does not fit, as a number of rows or credits above zero. */
  rowsOverLimit: number;
  creditsMissing: number;
};

/** Reckons what sending so many rows takes, from what a person said. */
export function estimate(rows: number, perSecond: number, figures: GivenFigures): Estimate {
  const { sourceCount, sourceLimit, creditsPerRow, balance } = figures;
  const fillAfter = sourceCount === undefined ? undefined : sourceCount + rows;
  const credits = creditsPerRow === undefined ? undefined : creditsPerRow * rows;
  return {
    seconds: rows / perSecond,
    fillBefore: sourceCount,
    fillAfter,
    limit: sourceLimit,
    credits,
    balance,
    rowsOverLimit: Math.max(0, (fillAfter ?? 0) - (sourceLimit ?? Number.POSITIVE_INFINITY)),
    creditsMissing: Math.max(0, (credits ?? 0) - (balance?.credits ?? Number.POSITIVE_INFINITY)),
  };
}
