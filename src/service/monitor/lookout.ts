import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { PlannedProbe } from "../../incident/triage-run/events.ts";
import { addMilliseconds, earliest, type Instant } from "../../lib/time.ts";
import { judgeLook, type Transition } from "../../monitor/judge.ts";
import { type Memory, noMemory } from "../../monitor/memory.ts";
import { nextLookAt } from "../../monitor/rhythm.ts";
import type { MonitorRules } from "../../monitor/rules.ts";
import { isStatusPage, type Sample } from "../../monitor/sample.ts";
import type { StatusNews } from "../../monitor/status-news.ts";
import type { SampleRow, TargetRow } from "../../record/look-store.ts";
import type { Looking } from "./looking.ts";

/** What is kept of a target between looks, and read by whoever shows it. */
export type TargetBody = {
  /** The drill's incident it belongs to; "": it is real. */
  scope: string;
  name: string;
  kind: PlannedProbe["kind"];
  outcome: string;
  code: string;
  meaning: string;
  /** Since when it looks like this. */
  since: Instant;
  memory: Memory;
};

/** What a look at one target led to. */
export type Change = { target: PlannedProbe; result: ProbeResult; transition: Transition };

/** One round of looks, judged and not yet written down. */
export type Round = {
  changes: Change[];
  samples: SampleRow[];
  targets: TargetRow[];
  news: StatusNews | undefined;
  /** Makes the round count: what it led to is on disk. */
  accept(): void;
};

/** Looks at the targets of one scope, each by its own rhythm. */
export type Lookout = {
  nextAt(): Instant | null;
  /** Takes in what is on disk, when another process may have looked since. */
  takeOver(rows: readonly TargetRow[]): void;
  look(now: Instant): Promise<Round | undefined>;
  /** The latest result of each target that was looked at since the start. */
  results(): ProbeResult[];
};

type Known = { planned: PlannedProbe; body: TargetBody | null; nextAt: Instant; result: ProbeResult | null };

type Parts = {
  scope: string;
  looking: Looking;
  rules: MonitorRules;
  /** How often a kind of target is looked at when nothing is happening. */
  everyMs(kind: PlannedProbe["kind"]): number;
  /** Whether silence is our own network's; asked when something gave no answer. */
  isCutOff(): Promise<boolean>;
  now: Instant;
};

/** The name under which a target is kept. */
export function targetRowName(scope: string, probe: string): string {
  return scope ? `${scope} ${probe}` : probe;
}

/** Wires the lookout; everything is due at once. */
export function createLookout({ scope, looking, rules, everyMs, isCutOff, now: start }: Parts): Lookout {
  const known: Known[] = looking.targets.map((planned) => ({
    planned,
    body: null,
    nextAt: start,
    result: null,
  }));

  /** Judges one look; what it changes of the target is applied once the round is on disk. */
  function judged(one: Known, result: ProbeResult, now: Instant) {
    const news = isStatusPage(one.planned.kind);
    const { at, outcome, code } = result;
    const sample: Sample = { at, outcome, code, ...(news && { news }) };
    const before = one.body?.memory ?? noMemory;
    const { memory, transitions } = judgeLook(before, sample, rules);
    const isNew = one.body?.code !== code || one.body.outcome !== outcome;
    const body: TargetBody =
      isNew || memory !== before
        ? { scope, ...shown(one.planned, result), since: isNew ? at : one.body!.since, memory }
        : one.body!;
    const target = targetRowName(scope, one.planned.probe);
    return {
      changes: transitions.map((transition): Change => ({ target: one.planned, result, transition })),
      samples: isNew ? [{ target, at, outcome, code, value: null }] : [],
      targets: body === one.body ? [] : [{ target, body }],
      accept() {
        one.body = body;
        one.result = result;
        const rhythm = { at: now, everyMs: everyMs(one.planned.kind), news };
        one.nextAt = nextLookAt(memory, rhythm, rules);
      },
    };
  }

  return {
    nextAt: () => earliest(...known.map(({ nextAt }) => nextAt)),
    takeOver(rows) {
      const bodies = new Map(rows.map(({ target, body }) => [target, body as TargetBody]));
      for (const one of known) one.body = bodies.get(targetRowName(scope, one.planned.probe)) ?? null;
    },
    async look(now) {
      // A moment further away than the rhythm was set by a clock that has been put back since.
      const due = known.filter(
        ({ nextAt, planned }) => nextAt <= now || nextAt > addMilliseconds(now, everyMs(planned.kind)),
      );
      if (due.length === 0) return undefined;
      const looked = await looking.look(due.map(({ planned }) => planned.probe));
      const silent = looked.some(({ result }) => isSilent(result));
      const cutOff = silent && (await isCutOff());
      const counted = due.flatMap((one, i) => {
        const { result } = looked[i]!;
        // Silence that is our own says nothing, not even that it cannot be read: nobody looked.
        return cutOff && isSilent(result) ? [] : [judged(one, result, now)];
      });
      return {
        changes: counted.flatMap(({ changes }) => changes),
        samples: counted.flatMap(({ samples }) => samples),
        targets: counted.flatMap(({ targets }) => targets),
        news: looked.find(({ news }) => news)?.news,
        accept() {
          for (const one of due) one.nextAt = addMilliseconds(now, rules.recheckMs);
          for (const one of counted) one.accept();
        },
      };
    },
    results: () => known.flatMap(({ result }) => result ?? []),
  };
}

function shown({ name, kind }: PlannedProbe, { outcome, code, meaning }: ProbeResult) {
  return { name, kind, outcome, code, meaning };
}

/** Tells whether a request brought no answer at all. */
function isSilent({ outcome, httpStatus }: ProbeResult): boolean {
  return outcome !== "skipped" && outcome !== "ok" && httpStatus === undefined;
}
