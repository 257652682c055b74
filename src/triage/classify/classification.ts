import type { Outcome, ProbeKind, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { FindingCode } from "../kinds/finding-codes.ts";
import { kinds } from "../kinds/kinds.ts";
import { type SharedCause, sharedOutcomes } from "../kinds/shared-causes.ts";

/** What an answer means: the code that finds its words, the outcome, and what else can be read from it. */
export type Classification = {
  code: FindingCode;
  outcome: Outcome;
  /** What a status page lists, for the words. */
  incident?: string;
} & Pick<ProbeResult, "retryAfterSeconds" | "requestId" | "balance" | "shape">;

/**
 * The outcome of a cause every kind shares. No answer is a failure of the target, except where the target is only
 * a source of news (status page, balance): news that cannot be read proves nothing.
 */
export function classifyShared(kind: ProbeKind, cause: SharedCause): Classification {
  return { code: `${kind}.${cause}`, outcome: sharedOutcome(kind, cause) };
}

/** That outcome alone. */
export function sharedOutcome(kind: ProbeKind, cause: SharedCause): Outcome {
  const { isNews, ownOutcomes } = kinds[kind];
  const usual: Outcome = sharedOutcomes[cause];
  return ownOutcomes[cause] ?? (isNews && usual === "failing" ? "unknown" : usual);
}
