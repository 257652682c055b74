import type { IncidentEvent } from "../../incident/events.ts";
import type { Outcome, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Recorded } from "../../record/decider.ts";
import { evidenceSeen } from "../sections/balances.ts";
import type { PictureMark } from "./marks.ts";

/** More probes than this share their last lane; those with most trouble have one of their own. */
const mostLanes = 8;

const badness: Record<Outcome, number> = { failing: 3, degraded: 2, unknown: 1, ok: 0, skipped: 0 };

/** A lane per probe, the most troubled first, with a mark for each of its results. */
export function probeLanes(
  stream: readonly Recorded<IncidentEvent>[],
): { lane: string; marks: PictureMark[] }[] {
  const results = evidenceSeen(stream)
    .flatMap(({ evidence }) => evidence.results)
    .filter(({ outcome }) => outcome !== "skipped");
  const byProbe = [...Map.groupBy(results, ({ probe }) => probe).values()].sort(
    (a, b) => trouble(b) - trouble(a),
  );
  const own = byProbe.length > mostLanes ? byProbe.slice(0, mostLanes - 1) : byProbe;
  const shared = byProbe.slice(own.length);
  const lanes = own.map((all) => lane(all.at(-1)!.name, all));
  return shared.length === 0 ? lanes : [...lanes, lane(`${shared.length} other probes`, shared.flat())];
}

function trouble(results: readonly ProbeResult[]): number {
  return results.reduce((sum, { outcome }) => sum + badness[outcome], 0);
}

function lane(name: string, results: readonly ProbeResult[]): { lane: string; marks: PictureMark[] } {
  // Several incidents' worth of evidence may hold the same result: it was seen once.
  const seen = [...new Map(results.map((result) => [`${result.probe} ${result.at}`, result])).values()];
  return {
    lane: name,
    marks: seen.map(({ outcome, at, meaning }) => ({ lane: name, label: meaning, tone: outcome, at })),
  };
}
