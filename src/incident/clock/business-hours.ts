import { addMilliseconds, type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { BusinessHours } from "../rules.ts";
import { localDate, localMoment } from "./zone.ts";

const dayMs = 24 * 60 * 60_000;

/** One business day: its opening and closing moments. */
type BusinessDay = { opensAt: Instant; closesAt: Instant };

/** The first business day that begins after the calendar day `after` lies in, in the zone of the hours. */
export function nextBusinessDay(after: Instant, hours: BusinessHours): BusinessDay {
  const today = localDate(after, hours.zone);
  const days = Array.from({ length: 7 }, (_, i) => new Date(today.getTime() + (i + 1) * dayMs));
  const day = days.find((candidate) => hours.days.includes(candidate.getUTCDay() || 7)) ?? days[0]!;
  return {
    opensAt: localMoment(day, hours.from, hours.zone),
    closesAt: localMoment(day, hours.to, hours.zone),
  };
}

/** The moment in the middle of a business day. */
export function middleOf(day: BusinessDay): Instant {
  return addMilliseconds(day.opensAt, millisecondsBetween(day.opensAt, day.closesAt) / 2);
}
