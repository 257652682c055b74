import type { Store } from "../../incident/store.ts";
import { durationText } from "../../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { Part } from "../../monitor/episode/part.ts";
import type { Meter, ShownMeter } from "../../monitor/meter/meter.ts";
import {
  askText,
  fastText,
  levelText,
  nearText,
  rangeText,
  sourceText,
} from "../../monitor/meter/meter-words.ts";
import {
  type MeterNow,
  notWarned,
  type Warned,
  type Warning,
  type WarningRules,
  warn,
} from "../../monitor/meter/warnings.ts";
import type { Episodes } from "./episodes.ts";

/** What people are told of meters, through episodes. */
export type MeterWarnings = {
  /** Warns once at each threshold and when it is full, and asks for a count that nobody told lately. */
  judge(meter: ShownMeter, known: MeterNow, now: Instant): Promise<void>;
  /** Somebody told the count: nobody is asked for it any more. */
  heard(meter: Meter, at: Instant): Promise<void>;
};

/** What is remembered of a meter's warnings. */
type WarnedBody = { warnedOf: string; warned: Warned; firstSeenAt: Instant };

type Parts = {
  store: Store;
  episodes: Episodes;
  rules: WarningRules;
  /** People are asked for a webhook's count when nobody told it for so long; null: never. */
  askAfterMs: number | null;
  /** The slash command, as people type it. */
  typed: string;
};

/** Wires the warnings. Killed at any point, it tells nothing twice: an episode knows what is open in it. */
export function createMeterWarnings({ store, episodes, rules, askAfterMs, typed }: Parts): MeterWarnings {
  async function remembered(key: string): Promise<WarnedBody | undefined> {
    const name = rowName(key);
    return (await store.targets()).find(({ target }) => target === name)?.body as WarnedBody | undefined;
  }

  async function tell(meter: ShownMeter, warning: Warning, known: MeterNow, now: Instant): Promise<void> {
    const id = { source: "meter", key: meter.key } as const;
    const fast = { source: "meter", key: `${meter.key} fast` } as const;
    switch (warning.type) {
      case "far":
        return episodes.close(id, now);
      case "usual":
        return episodes.close(fast, now);
      case "fast": {
        const { used, usual } = known.pace!;
        const evidence = `${Math.round(used)} in the last hour, usually ${Math.round(usual)}`;
        const part = { ...partOf(meter, now), ...fast, meaning: fastText(meter, warning.times), evidence };
        await episodes.open({ part });
        return;
      }
      case "near": {
        const part = { ...partOf(meter, now), ...near(meter, now) };
        const stream = await episodes.open({ part });
        const { meaning, evidence } = part;
        if (warning.first) return;
        const receipt = `${stream} ${meter.key} nearer than ${warning.hours} h`;
        await episodes.onPart(
          id,
          "",
          (part) => ({ type: "remind", id: part, since: now, meaning, evidence }),
          receipt,
        );
      }
    }
  }

  return {
    async judge(meter, known, now) {
      const before = await remembered(meter.key);
      const { warned, warnings } = warn(before?.warned ?? notWarned, known, { rules, now });
      for (const warning of warnings) await tell(meter, warning, known, now);
      await tellFull(episodes, meter, now);
      const firstSeenAt = before?.firstSeenAt ?? now;
      if (askAfterMs !== null)
        await ask(episodes, meter, { since: meter.told?.at ?? firstSeenAt, askAfterMs, typed, now });
      if (before && warnings.length === 0) return;
      const body: WarnedBody = { warnedOf: meter.key, warned, firstSeenAt };
      await store.keepLooks({ samples: [], targets: [{ target: rowName(meter.key), body }] });
    },
    heard: (meter, at) => episodes.close({ source: "meter", key: askedKey(meter) }, at),
  };
}

/** A full webhook needs no forecast: it refuses rows now. */
async function tellFull(episodes: Episodes, meter: ShownMeter, now: Instant): Promise<void> {
  const { what, told, end } = meter;
  if (what !== "webhook" || !told || end === null) return;
  const id = { source: "meter", key: `${meter.key} full` } as const;
  if (told.value < end) return episodes.close(id, now);
  const part: Part = {
    ...{ ...partOf(meter, told.at), ...id },
    outcome: "failing",
    severity: "P1",
    meaning: `${meter.name} is full: Clay refuses every further row.`,
    evidence: `${levelText(meter, told.value)}, by ${sourceText(told.source)}`,
    remedy: "Replace the webhook; what was refused meanwhile has to be sent again.",
  };
  await episodes.open({ part });
}

/** A person is asked for what nothing else tells. */
async function ask(
  episodes: Episodes,
  meter: ShownMeter,
  { since, askAfterMs, typed, now }: { since: Instant; askAfterMs: number; typed: string; now: Instant },
): Promise<void> {
  if (meter.what !== "webhook" || millisecondsBetween(since, now) < askAfterMs) return;
  const { severity: _, ...part } = partOf(meter, since);
  await episodes.open({
    part: {
      ...part,
      key: askedKey(meter),
      outcome: "unknown",
      meaning: `Nobody has told how full ${meter.name} is.`,
      evidence: `asked after ${durationText(askAfterMs)}`,
      remedy: askText(meter, typed),
    },
  });
}

function near(meter: ShownMeter, now: Instant) {
  const told = meter.told!;
  const forecast = meter.forecast!;
  return {
    meaning: nearText(meter, { told, forecast }, now),
    evidence: `${rangeText(forecast, now)}, by ${sourceText(told.source)}`,
  };
}

function partOf(meter: Meter, startedAt: Instant): Omit<Part, "meaning" | "evidence"> {
  return {
    source: "meter",
    key: meter.key,
    name: meter.name,
    evidenceKind: "meter",
    startedAt,
    outcome: "degraded",
    side: "account",
    severity: "P4",
  };
}

function askedKey({ key }: Meter): string {
  return `${key} count`;
}

function rowName(key: string): string {
  return `warned ${key}`;
}
