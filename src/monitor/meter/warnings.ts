import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { Forecast } from "./forecast.ts";
import type { Pace } from "./pace.ts";

/** When to warn: so many hours before the end, and at so many times the usual use of this hour. */
export type WarningRules = { hours: readonly number[]; times: number };

/** What people were warned of. */
export type Warned = {
  /** The smallest threshold, in hours, that was told; null: none. */
  hours: number | null;
  /** When that was. */
  at: Instant | null;
  /** That it goes fast was told and still holds. */
  fast: boolean;
};

export const notWarned: Warned = { hours: null, at: null, fast: false };

/** What is to be told now. `near`: the end is nearer than `hours`; `far`: it is not near any more. */
export type Warning =
  | { type: "near"; hours: number; first: boolean }
  | { type: "far" }
  | { type: "fast"; times: number }
  | { type: "usual" };

/** What is known of a meter now. `renewedAt`: when it last rose, if it did. */
export type MeterNow = {
  forecast: Forecast | undefined;
  pace: Pace | undefined;
  renewedAt: Instant | null;
};

/** The end has to be this many times further away than the first threshold before that can be told anew. */
const farTimes = 2;

/**
 * Says what is to be told, each threshold once: it is told again only after a renewal, or after the end was far away
 * for once. Without a forecast nothing changes.
 */
export function warn(
  warned: Warned,
  found: MeterNow,
  { rules, now }: { rules: WarningRules; now: Instant },
): { warned: Warned; warnings: Warning[] } {
  const ended = endOf(warned, found, { rules, now });
  const near = nearOf(ended.warned, found, { rules, now });
  const fast = fastOf(near.warned, found, rules);
  return { warned: fast.warned, warnings: [...ended.warnings, ...near.warnings, ...fast.warnings] };
}

type Step = { warned: Warned; warnings: Warning[] };

function endOf(
  warned: Warned,
  { forecast, renewedAt }: MeterNow,
  { rules, now }: { rules: WarningRules; now: Instant },
): Step {
  if (warned.hours === null) return { warned, warnings: [] };
  const isRenewed = renewedAt !== null && renewedAt > warned.at!;
  const isFar = forecast !== undefined && hoursTo(forecast, now) > farTimes * Math.max(...rules.hours);
  if (!isRenewed && !isFar) return { warned, warnings: [] };
  return { warned: { ...warned, hours: null, at: null }, warnings: [{ type: "far" }] };
}

function nearOf(
  warned: Warned,
  { forecast }: MeterNow,
  { rules, now }: { rules: WarningRules; now: Instant },
): Step {
  if (!forecast) return { warned, warnings: [] };
  const left = hoursTo(forecast, now);
  const hours = Math.min(...rules.hours.filter((threshold) => left <= threshold));
  const isNews = Number.isFinite(hours) && (warned.hours === null || hours < warned.hours);
  if (!isNews) return { warned, warnings: [] };
  return {
    warned: { ...warned, hours, at: now },
    warnings: [{ type: "near", hours, first: warned.hours === null }],
  };
}

function fastOf(warned: Warned, { pace }: MeterNow, { times }: WarningRules): Step {
  if (!pace) return { warned, warnings: [] };
  const { used, usual, perHourUsually } = pace;
  // In an hour in which nothing is usual, a few are many times that, and nothing to call anybody for.
  const isFast = used >= times * usual && used >= perHourUsually;
  if (isFast && !warned.fast) {
    return { warned: { ...warned, fast: true }, warnings: [{ type: "fast", times: used / usual }] };
  }
  const isUsual = used < (times / 2) * usual || used < perHourUsually / 2;
  if (!isUsual || !warned.fast) return { warned, warnings: [] };
  return { warned: { ...warned, fast: false }, warnings: [{ type: "usual" }] };
}

function hoursTo({ endsAt }: Forecast, now: Instant): number {
  return endsAt === null ? Number.POSITIVE_INFINITY : millisecondsBetween(now, endsAt) / 3_600_000;
}
