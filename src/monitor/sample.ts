import type { Outcome, ProbeKind } from "../incident/evidence/evidence.ts";
import type { Instant } from "../lib/time.ts";

/** What one look at a target showed. */
export type Sample = {
  at: Instant;
  outcome: Outcome;
  /** Finding code, `<kind>.<cause>`. */
  code: string;
  /** It is what a status page says, and not what a request met: fresh entries are held for one more look. */
  news?: true;
};

/** What a sample counts as. `unknown` proves nothing; it is never read as bad. */
export type Verdict = "good" | "bad" | "unknown";

/** Planned work is no outage, though the page may be yellow. */
const notBad = /\.maintenance$/;

/** Reads a sample. Undefined: nobody looked. */
export function verdictOf({ outcome, code }: Pick<Sample, "outcome" | "code">): Verdict | undefined {
  if (outcome === "skipped") return undefined;
  if (outcome === "unknown") return "unknown";
  return outcome === "ok" || notBad.test(code) ? "good" : "bad";
}

/** Tells whether a kind of probe reads what somebody posts on a status page. */
export function isStatusPage(kind: ProbeKind): boolean {
  return kind === "platform" || kind === "provider";
}
