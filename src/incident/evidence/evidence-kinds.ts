import type { EvidenceAnswer, EvidenceKey } from "../../runbook/evidence.ts";
import type { ProbeKind, ProbeResult } from "./evidence.ts";

/** The kinds of probes that speak on each question of the tree. */
const kindsBehind: Record<EvidenceKey, readonly ProbeKind[]> = {
  platform_up: ["platform", "reach"],
  webhook_accepting: ["webhook"],
  credits_left: ["credits"],
  actions_left: ["credits"],
  providers_up: ["provider"],
  api_key_valid: ["api"],
  callback_up: ["callback"],
};

/** The probes an answer rests on, the worst first. */
export function probesOf({ probe, also = [] }: EvidenceAnswer): string[] {
  return [probe, ...also];
}

/**
 * The latest result that could not be read and would have to be, to know how a question stands: of a fault that is
 * known, one of the probes that showed it; otherwise any that speaks on it. Undefined: all were read, or none was made.
 */
export function unreadResult(
  key: EvidenceKey,
  known: EvidenceAnswer | undefined,
  results: readonly ProbeResult[],
): ProbeResult | undefined {
  const isAbout = ({ probe, kind }: ProbeResult) =>
    known?.answer === "no" ? probesOf(known).includes(probe) : kindsBehind[key].includes(kind);
  return results
    .filter((result) => result.outcome === "unknown" && isAbout(result))
    .toSorted((a, b) => b.at.localeCompare(a.at))[0];
}
