import { type Instant, millisecondsBetween } from "../lib/time.ts";
import { type Memory, noMemory, type Row } from "./memory.ts";
import type { MonitorRules } from "./rules.ts";
import { type Sample, verdictOf } from "./sample.ts";

/**
 * What a look led to. `opened` gives notice; `reopened` does not, because notice was given within the flap window,
 * and `again` gives it later if it is broken still. `since` is the first look that showed it.
 */
export type Transition =
  | { type: "opened" | "reopened"; at: Instant; since: Instant; looks: number }
  | { type: "again"; at: Instant; since: Instant }
  | { type: "closed"; at: Instant; since: Instant }
  | { type: "unsteady"; at: Instant; since: Instant; changes: number; broken: boolean }
  | { type: "steady"; at: Instant; since: Instant; broken: boolean }
  | { type: "unreadable" | "readable"; at: Instant; since: Instant };

export type Judged = { memory: Memory; transitions: Transition[] };

/** Judges the looks at one target from the first on, up to `now`. */
export function judge(samples: readonly Sample[], rules: MonitorRules, now: Instant): Transition[] {
  let memory = noMemory;
  return samples
    .filter(({ at }) => at <= now)
    .flatMap((sample) => {
      const judged = judgeLook(memory, sample, rules);
      memory = judged.memory;
      return judged.transitions;
    });
}

/** Judges one more look. Returns the very memory it was given when the look changes nothing. */
export function judgeLook(memory: Memory, sample: Sample, rules: MonitorRules): Judged {
  const verdict = verdictOf(sample);
  if (verdict === undefined) return { memory, transitions: [] };
  if (verdict === "unknown") return notReadable(memory, sample.at, rules);
  const read = readAgain(memory, sample.at);
  const calm = calmDown(read.memory, sample.at, rules);
  const counted = count(calm.memory, sample, verdict === "bad", rules);
  return {
    memory: counted.memory,
    transitions: [...read.transitions, ...calm.transitions, ...counted.transitions],
  };
}

/** Not being readable changes nothing of what counts; it is told by itself, and only where it is news. */
function notReadable(memory: Memory, at: Instant, { unknownAfterMs, flapMs }: MonitorRules): Judged {
  if (!memory.readable) return { memory, transitions: [] };
  const { since, told } = memory.unreadable ?? { since: at, told: false };
  const isDue = !told && millisecondsBetween(since, at) >= unknownAfterMs;
  if (!isDue || isWithin(flapMs, memory.unreadableAt, at)) {
    return {
      memory: memory.unreadable ? memory : { ...memory, unreadable: { since, told } },
      transitions: [],
    };
  }
  return {
    memory: { ...memory, unreadable: { since, told: true }, unreadableAt: at },
    transitions: [{ type: "unreadable", at, since }],
  };
}

function readAgain(memory: Memory, at: Instant): Judged {
  const { unreadable } = memory;
  if (memory.readable && !unreadable) return { memory, transitions: [] };
  return {
    memory: { ...memory, readable: true, unreadable: null },
    transitions: unreadable?.told ? [{ type: "readable", at, since: unreadable.since }] : [],
  };
}

/** What time alone brings about: an unsteady target is steady again, a quiet break is due for its notice. */
function calmDown(memory: Memory, at: Instant, { flapMs }: MonitorRules): Judged {
  const { broken, since } = memory;
  if (memory.unsteady && !isWithin(flapMs, memory.changes.at(-1), at)) {
    return {
      memory: { ...memory, unsteady: false, quiet: false, changes: [] },
      transitions: [{ type: "steady", at, since: since!, broken }],
    };
  }
  if (!memory.unsteady && memory.quiet && !isWithin(flapMs, memory.noticeAt, at)) {
    return {
      memory: { ...memory, quiet: false, noticeAt: at },
      transitions: [{ type: "again", at, since: since! }],
    };
  }
  return { memory, transitions: [] };
}

/** Adds the look to the row of those that say the opposite of what counts, or ends that row. */
function count(memory: Memory, { at, news }: Sample, bad: boolean, rules: MonitorRules): Judged {
  if (bad === memory.broken)
    return { memory: memory.row ? { ...memory, row: null } : memory, transitions: [] };
  const row = longer(memory.row, at, rules);
  if (!isEnough(row, bad, news === true, rules)) return { memory: { ...memory, row }, transitions: [] };
  const changes = [...memory.changes.filter((change) => isWithin(rules.flapMs, change, at)), at];
  return tell({ ...memory, broken: bad, since: row.since, row: null, changes }, at, row, rules);
}

function longer(row: Row | null, at: Instant, { gapMs }: MonitorRules): Row {
  if (!row || millisecondsBetween(row.last, at) > gapMs) return { since: at, last: at, looks: 1 };
  return { since: row.since, last: at, looks: row.looks + 1 };
}

function isEnough({ since, last, looks }: Row, bad: boolean, news: boolean, rules: MonitorRules): boolean {
  if (bad) return looks >= looksToOpen(news, rules);
  return looks >= rules.closesAfterLooks && millisecondsBetween(since, last) >= rules.closesAfterMs;
}

/** Status pages open and close entries within minutes: those are held for one more look. */
export function looksToOpen(news: boolean, { opensAfterLooks }: MonitorRules): number {
  return opensAfterLooks + (news ? 1 : 0);
}

/** Tells a change of what counts, unless there were so many that only "unsteady" is true. */
function tell(memory: Memory, at: Instant, { since, looks }: Row, rules: MonitorRules): Judged {
  const { broken, changes } = memory;
  if (memory.unsteady) return { memory, transitions: [] };
  if (changes.length >= rules.flapChanges) {
    const unsteady: Transition = {
      type: "unsteady",
      at,
      since: changes[0]!,
      changes: changes.length,
      broken,
    };
    return { memory: { ...memory, unsteady: true, quiet: false }, transitions: [unsteady] };
  }
  if (!broken) return { memory: { ...memory, quiet: false }, transitions: [{ type: "closed", at, since }] };
  const quiet = isWithin(rules.flapMs, memory.noticeAt, at);
  return {
    memory: { ...memory, quiet, noticeAt: quiet ? memory.noticeAt : at },
    transitions: [{ type: quiet ? "reopened" : "opened", at, since, looks }],
  };
}

function isWithin(ms: number, then: Instant | null | undefined, at: Instant): boolean {
  return then != null && millisecondsBetween(then, at) < ms;
}
