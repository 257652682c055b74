import type { Instant } from "../../lib/time.ts";
import type { EvidenceAnswer, EvidenceKey, Side } from "../../runbook/evidence.ts";
import type { Severity } from "../../runbook/severity.ts";

/** What a probe can say of its target. `unknown` means the answer proves nothing; it is never read as down. */
export type Outcome = "ok" | "degraded" | "failing" | "unknown" | "skipped";

/** What a probe looks at, in the order probes are shown. `triage/kinds/` says all that makes each. */
export const probeKinds = [
  "platform",
  "reach",
  "webhook",
  "api",
  "credits",
  "provider",
  "callback",
  "neutral",
] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** Milliseconds from the start of the request to the end of each phase that took place. */
export type Timings = {
  dnsMs?: number;
  connectMs?: number;
  tlsMs?: number;
  firstByteMs?: number;
  totalMs: number;
};

/**
 * What one probe found. Holds the words as they were said then (meaning, remedy), so that a later change of the
 * runbook does not rewrite what responders read. Nothing in it is secret: target and excerpt are redacted.
 */
export type ProbeResult = {
  /** Kind and configured name: "webhook:leads". Unique within a run. */
  probe: string;
  kind: ProbeKind;
  /** As people call it: `Webhook "leads"`. */
  name: string;
  /** Redacted address, or what is missing: "api.clay.com/…/pull-in-…-3f2a", "CLAY_WEBHOOK_URL is not set". */
  target: string;
  outcome: Outcome;
  /** Finding code, `<kind>.<cause>`: "webhook.limit_reached". The runbook gives each its words. */
  code: string;
  at: Instant;
  httpStatus?: number;
  timings?: Timings;
  /** One sentence a go-to-market manager understands. */
  meaning: string;
  /** What to do next; empty when nothing is. */
  remedy: string;
  severity?: Severity;
  side: Side;
  link?: string;
  excerpt?: string;
  retryAfterSeconds?: number;
  /** Clay's `request-id` header, which its support asks for. */
  requestId?: string;
  balance?: { credits: number | null; actions: number | null };
  /** The form a status page was read as: "Rootly". Left out: none that is known. */
  shape?: string;
  /** Present on a webhook whose test needs a person's consent, because it adds a row. */
  offersTestRow?: true;
};

/** One thing that is wrong, with the probe that shows it. */
export type Finding = {
  code: string;
  probe: string;
  outcome: Outcome;
  severity?: Severity;
  side: Side;
  meaning: string;
  /** Empty when there is none. Findings of one outage share the remedy of the worst. */
  remedy: string;
  link?: string;
};

/** What a set of probe results adds up to. */
export type Diagnosis = {
  /** "inconclusive": most of it could not be determined. Records of 0.1.0 say "unknown" for that. */
  outcome: "healthy" | "degraded" | "failing" | "inconclusive";
  /** "Most likely: …", or that nothing is wrong, in one or two sentences. */
  verdict: string;
  side: Side;
  /** Why that side: which probes speak for it and which against. */
  sideEvidence: string;
  severity?: Severity;
  /** Worst first. */
  findings: Finding[];
  answers: Partial<Record<EvidenceKey, EvidenceAnswer>>;
};
