import type { Finding, Outcome, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Side } from "../../runbook/evidence.ts";

const outcomes: readonly Outcome[] = ["failing", "degraded", "unknown", "skipped", "ok"];

// Of two equally bad things the one that is certain to be ours explains more than a posted incident, which may be
// about something else, and that explains more than a failure nobody can place.
const sidesByCertainty: readonly Side[] = [
  "account",
  "sender",
  "configuration",
  "callback",
  "network",
  "provider",
  "clay",
  "unknown",
];

/** What is worth mentioning, worst first: what is wrong, what could not be determined, what is not set up. */
export function rankResults(results: readonly ProbeResult[]): ProbeResult[] {
  const worthMentioning = results.filter(
    ({ outcome, code }) => ["failing", "degraded", "unknown"].includes(outcome) || code === "webhook.not_set",
  );
  return worthMentioning.sort(
    (a, b) =>
      outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
      (a.severity ?? "P9").localeCompare(b.severity ?? "P9") ||
      sidesByCertainty.indexOf(a.side) - sidesByCertainty.indexOf(b.side),
  );
}

/** The part of a result that a diagnosis keeps. */
export function findingOf(result: ProbeResult): Finding {
  const { code, probe, outcome, severity, side, meaning, remedy, link } = result;
  return {
    code,
    probe,
    outcome,
    ...(severity ? { severity } : {}),
    side,
    meaning,
    remedy,
    ...(link ? { link } : {}),
  };
}
