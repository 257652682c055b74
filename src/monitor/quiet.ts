import { localDate, localMoment } from "../incident/clock/zone.ts";
import { addMilliseconds, type Instant } from "../lib/time.ts";
import type { Hold, PartId } from "./episode/part.ts";
import { type MonitorState, runningMutes } from "./record/state.ts";

/** A stretch in which something is looked at and not told. No targets: all of them. */
export type QuietSpan = { what: string; targets?: readonly string[] | undefined; from: Instant; to: Instant };

/**
 * How long and why nothing is to be told of a target now: because of a mute or of planned work, whichever lasts
 * longest. Undefined: it is to be told.
 */
export function holdFor(
  target: string,
  { state, spans, now }: { state: MonitorState; spans: readonly QuietSpan[]; now: Instant },
): Hold | undefined {
  const mutes = runningMutes(state, now)
    .filter(({ targets }) => targets === "all" || targets.includes(target))
    .map(({ until, why, by }): Hold => ({ until, why, by }));
  const planned = spans
    .filter(({ from, to, targets }) => from <= now && now < to && (!targets || targets.includes(target)))
    .map(({ to, what }): Hold => ({ until: to, why: what }));
  return [...mutes, ...planned].sort((a, b) => b.until.localeCompare(a.until))[0];
}

/** A window given by weekday and time of day, as one of its occurrences. */
export type WeeklyWindow = {
  what: string;
  targets?: readonly string[] | undefined;
  /** Monday is 1, Sunday 7: the day on which it begins. */
  days: readonly number[];
  from: string;
  to: string;
  zone: string;
};

const dayMs = 24 * 60 * 60_000;

/** The occurrence of a weekly window that is under way at a moment; one may begin before midnight and end after it. */
export function occurrenceAt(window: WeeklyWindow, now: Instant): QuietSpan | undefined {
  const { what, targets } = window;
  return [addMilliseconds(now, -dayMs), now]
    .map((day) => ({ what, targets, ...bounds(window, day) }))
    .find(({ from, to, day }) => window.days.includes(day) && from <= now && now < to);
}

function bounds({ from, to, zone }: WeeklyWindow, at: Instant): { from: Instant; to: Instant; day: number } {
  const today = localDate(at, zone);
  const begins = localMoment(today, from, zone);
  const ends = localMoment(to > from ? today : new Date(today.getTime() + dayMs), to, zone);
  return { from: begins, to: ends, day: today.getUTCDay() || 7 };
}

/** The target a part of an episode is about: that it cannot be read, or goes fast, is a matter of its own there. */
export function targetOf({ key }: PartId): string {
  return key.replace(/ (unreadable|fast|count|full)$/, "");
}
