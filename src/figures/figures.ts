import { type Detection, detections } from "../incident/events.ts";
import type { Instant } from "../lib/time.ts";
import { type Severity, severities } from "../runbook/severity.ts";
import type { IncidentFacts, Kept } from "./incident-facts.ts";

/** The middle and the ninth tenth of some durations, in milliseconds; null when there are none. */
export type Spread = { count: number; medianMs: number; p90Ms: number } | null;

/** Incidents declared within a window, in figures. */
export type Figures = {
  from: Instant;
  until: Instant;
  incidents: number;
  open: number;
  bySeverity: Record<Severity, number>;
  byDetection: Record<Detection, number>;
  /** The most frequent first; null: not known. */
  byCause: { cause: string | null; incidents: number }[];
  toDetect: Spread;
  toRespond: Spread;
  toMitigate: Spread;
  toResolve: Spread;
  responses: Kept;
  updates: Kept;
};

/** Sums up the incidents declared from `from` (inclusive) to `until` (exclusive). Drills are left out. */
export function figures(
  all: readonly IncidentFacts[],
  { from, until }: { from: Instant; until: Instant },
): Figures {
  const facts = all.filter(({ drill, declaredAt }) => !drill && declaredAt >= from && declaredAt < until);
  return {
    from,
    until,
    incidents: facts.length,
    open: facts.filter(({ open }) => open).length,
    bySeverity: countBy(severities, facts, ({ severity }) => severity),
    byDetection: countBy(detections, facts, ({ detection }) => detection),
    byCause: [...Map.groupBy(facts, ({ cause }) => cause)]
      .map(([cause, found]) => ({ cause, incidents: found.length }))
      .sort((a, b) => b.incidents - a.incidents || (a.cause ?? "~").localeCompare(b.cause ?? "~")),
    toDetect: spread(facts.map(({ toDetectMs }) => toDetectMs)),
    toRespond: spread(facts.map(({ toRespondMs }) => toRespondMs)),
    toMitigate: spread(facts.map(({ toMitigateMs }) => toMitigateMs)),
    toResolve: spread(facts.map(({ toResolveMs }) => toResolveMs)),
    responses: sum(facts.map(({ responses }) => responses)),
    updates: sum(facts.map(({ updates }) => updates)),
  };
}

function countBy<K extends string>(
  keys: readonly K[],
  facts: readonly IncidentFacts[],
  keyOf: (one: IncidentFacts) => K,
): Record<K, number> {
  const counts = keys.map((key) => [key, facts.filter((one) => keyOf(one) === key).length]);
  return Object.fromEntries(counts) as Record<K, number>;
}

function sum(all: readonly Kept[]): Kept {
  return all.reduce(
    (total, { kept, missed }) => ({ kept: total.kept + kept, missed: total.missed + missed }),
    {
      kept: 0,
      missed: 0,
    },
  );
}

/** Median and 90th percentile by nearest rank; of an even number, the median lies between the two in the middle. */
function spread(durations: readonly (number | null)[]): Spread {
  const sorted = durations.filter((one) => one !== null).sort((a, b) => a - b);
  const count = sorted.length;
  if (count === 0) return null;
  const middle = (sorted[Math.floor((count - 1) / 2)]! + sorted[Math.floor(count / 2)]!) / 2;
  return { count, medianMs: middle, p90Ms: sorted[Math.ceil(count * 0.9) - 1]! };
}
