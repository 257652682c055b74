import { durationText } from "../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import { nearMoment, say, type Words } from "../lib/words.ts";
import type { Memory } from "./memory.ts";
import type { QuietSpan } from "./quiet.ts";
import type { Gap, Mute } from "./record/state.ts";

/** How a target stands. `unread`: it could never be read yet, as a page behind a browser check. */
export type TargetState = "fine" | "broken" | "unsteady" | "unreadable" | "unread" | "checking";

export type ShownTarget = {
  target: string;
  name: string;
  state: TargetState;
  since: Instant;
  meaning: string;
};

/** Monitoring as whoever looks at it sees it. */
export type Overview = {
  isOn: boolean;
  lookedAt: Instant | null;
  targets: ShownTarget[];
  mutes: Mute[];
  /** Planned work under way. */
  windows: QuietSpan[];
  /** The newest stretch in which nobody looked. */
  gap: Gap | null;
  /** Webhooks that cannot be looked at without a row, and that nothing else watches. */
  unwatched: string[];
};

/** How it looks where nothing is monitored. */
export const monitoringOff: Overview = {
  isOn: false,
  lookedAt: null,
  targets: [],
  mutes: [],
  windows: [],
  gap: null,
  unwatched: [],
};

/** How a target stands, by what is remembered of it. */
export function stateOf({ broken, unsteady, unreadable, readable, row }: Memory): TargetState {
  if (unsteady) return "unsteady";
  if (broken) return "broken";
  if (!readable) return "unread";
  if (unreadable?.told) return "unreadable";
  return row ? "checking" : "fine";
}

/** Nobody has looked for so long: what is shown is what was, not what is. */
const staleMs = 15 * 60_000;

/** Monitoring in a few lines: what is wrong first, then how much is fine, then what is not told. */
export function overviewLines(overview: Overview, now: Instant): Words[] {
  const { isOn, lookedAt, targets, mutes, windows, gap, unwatched } = overview;
  if (!isOn) return ["Monitoring is off. It is switched on by monitor.channel in the configuration."];
  if (!lookedAt) return ["Monitoring is on; the first look is under way."];
  const of = (state: TargetState) => targets.filter((target) => target.state === state);
  const notFine = [...of("broken"), ...of("unsteady"), ...of("unreadable")];
  const never = of("unread");
  const stale = millisecondsBetween(lookedAt, now) > staleMs;
  return [
    ...(stale
      ? [say`Nobody has looked since ${nearMoment(lookedAt, now)}: what follows may have changed.`]
      : []),
    ...notFine.map((one) => targetLine(one, now)),
    ...(of("checking").length > 0 ? [`Being looked at again: ${namesOf(of("checking"))}.`] : []),
    say`${of("fine").length} of ${targets.length} fine, looked at ${durationText(millisecondsBetween(lookedAt, now))} ago.`,
    ...(never.length > 0
      ? [`Could never be read so far, so nothing is known of it: ${namesOf(never)}.`]
      : []),
    ...mutes.map((mute) => muteLine(mute, targets, now)),
    ...windows.map(
      ({ what, to }) => say`Planned work: ${what}, until ${nearMoment(to, now)}. What breaks is not told.`,
    ),
    ...(gap ? [say`Was not watching ${nearMoment(gap.from, now)} to ${nearMoment(gap.to, now)}.`] : []),
    ...(unwatched.length > 0
      ? [`Nothing watches the limit of ${unwatched.join(", ")}: a look would add a row.`]
      : []),
  ];
}

function targetLine({ name, state, since, meaning }: ShownTarget, now: Instant): Words {
  if (state === "unsteady") return say`${name} is unsteady since ${nearMoment(since, now)}.`;
  if (state === "unreadable") return say`${name} cannot be read since ${nearMoment(since, now)}.`;
  return say`${meaning} Since ${nearMoment(since, now)}.`;
}

function muteLine({ targets, until, by, why }: Mute, all: readonly ShownTarget[], now: Instant): Words {
  const names =
    targets === "all"
      ? "Everything"
      : targets.map((target) => all.find((one) => one.target === target)?.name ?? target).join(", ");
  return say`${names}: muted by ${by} until ${nearMoment(until, now)}${why ? `: ${why}` : ""}.`;
}

function namesOf(targets: readonly ShownTarget[]): string {
  return targets.map(({ name }) => name).join(", ");
}
