import type { Outcome, ProbeKind, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Answer } from "../probes/answer.ts";
import type { FindingCode, SharedCause } from "../probes/finding-codes.ts";

/** What an answer means: the code that finds its words, the outcome, and what else can be read from it. */
export type Classification = {
  code: FindingCode;
  outcome: Outcome;
  /** Names of the incidents a status page lists, for the words. */
  incident?: string;
} & Pick<ProbeResult, "retryAfterSeconds" | "requestId" | "balance">;

const unusable: readonly SharedCause[] = [
  "challenged",
  "html",
  "bad_json",
  "bad_utf8",
  "too_large",
  "endless",
  "redirect_loop",
  "unexpected_status",
  "cancelled",
  "bug",
];

/** Tells whether a probe only reads what somebody reports; how long the news took is none. */
export function isNews(kind: ProbeKind): boolean {
  return kind === "platform" || kind === "provider" || kind === "credits";
}

/**
 * The outcome of a cause every kind shares. No answer is a failure of the target, except where the target is only
 * a source of news (status page, balance): news that cannot be read proves nothing.
 */
export function classifyShared(kind: ProbeKind, cause: SharedCause): Classification {
  return { code: `${kind}.${cause}`, outcome: sharedOutcome(kind, cause) };
}

function sharedOutcome(kind: ProbeKind, cause: SharedCause): Outcome {
  if (cause === "slow") return "degraded";
  // Nothing stands between us and our own health URL that would excuse an answer without end.
  if (kind === "callback" && (cause === "endless" || cause === "redirect_loop")) return "failing";
  if (isNews(kind) || unusable.includes(cause)) return "unknown";
  return "failing";
}

/** The outcome of a 2xx whose body does not matter, unless the body never ended or broke off. */
export function classifyAccepted(kind: ProbeKind, code: FindingCode, answer: Answer): Classification {
  if (answer.bodyTrouble === "endless") return classifyShared(kind, "endless");
  if (answer.bodyTrouble !== "reset") return { code, outcome: "ok" };
  // The server did say yes before it broke off; only of our own endpoint do we know that it should not.
  return { code: `${kind}.reset`, outcome: kind === "callback" ? "failing" : "unknown" };
}
