import type { CreditsLost } from "../../incident/credits.ts";
import type { Evidence, IncidentEvent } from "../../incident/events.ts";
import type { Recorded } from "../../record/decider.ts";

/** Evidence in the order it came into the record, with the moment it did; each triage run once, as it was last. */
export function evidenceSeen(
  stream: readonly Recorded<IncidentEvent>[],
): { at: string; evidence: Evidence }[] {
  const byRun = new Map<string, { at: string; evidence: Evidence }>();
  for (const { at, event } of stream) {
    if (!("evidence" in event) || !event.evidence) continue;
    const { evidence } = event;
    byRun.set(evidence.stream, { at: byRun.get(evidence.stream)?.at ?? at, evidence });
  }
  return [...byRun.values()];
}

/**
 * The balance of credits triage saw first and last, for the helper that estimates credits lost. Null when it was
 * not seen twice with the same key, or did not fall: then it shows nothing.
 */
export function balancesSeen(
  stream: readonly Recorded<IncidentEvent>[],
): (CreditsLost & { kind: "balances" }) | null {
  const seen = evidenceSeen(stream)
    .flatMap(({ evidence }) => evidence.results)
    .flatMap(({ probe, at, balance }) =>
      typeof balance?.credits === "number" ? [{ probe, at, credits: balance.credits }] : [],
    )
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const first = seen[0];
  const last = seen.findLast(({ probe, at }) => probe === first?.probe && at > first.at);
  if (!first || !last || last.credits >= first.credits) return null;
  return { kind: "balances", before: first.credits, after: last.credits };
}
