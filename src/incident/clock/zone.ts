import { type Instant, toInstant } from "../../lib/time.ts";

const dayMs = 24 * 60 * 60_000;

/** The zone's calendar date at a moment, as midnight UTC of that date. */
export function localDate(moment: Instant, zone: string): Date {
  const local = wallClock(Date.parse(moment), zone);
  return new Date(local - (local % dayMs));
}

/** The moment at which clocks in the zone show `clock` on `date`. */
export function localMoment(date: Date, clock: string, zone: string): Instant {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  const wall = date.getTime() + (hour * 60 + minute) * 60_000;
  const guess = wall - offset(wall, zone);
  // The offset is looked up a second time because the guess may lie on the other side of a change of clocks.
  return toInstant(wall - offset(guess, zone));
}

function offset(moment: number, zone: string): number {
  return wallClock(moment, zone) - moment;
}

/** What clocks in the zone show, read as if it were UTC. Whole seconds, as far as time zones are concerned. */
function wallClock(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(moment);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  const seconds = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return seconds + (moment % 1000);
}
