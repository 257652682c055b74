import type { Outcome, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { Side } from "../../runbook/evidence.ts";
import type { Severity } from "../../runbook/severity.ts";

/** What can tell that something is wrong. */
export const sources = ["look", "signal", "pulse", "canary", "meter"] as const;
export type Source = (typeof sources)[number];

/** Names what is wrong: within a source the same thing has the same key, as the target of a look. */
export type PartId = { source: Source; key: string };

/**
 * One thing that is wrong, as its source tells it. All words are those of the moment, so that a later change of the
 * runbook or the configuration rewrites nothing.
 */
export type Part = PartId & {
  /** As people call it: `Webhook "leads"`. */
  name: string;
  /** What kind of evidence it is: a probe's kind, or the source. Two kinds that agree are better than one twice. */
  evidenceKind: string;
  /** When it began, as far as is known; not when it was told. */
  startedAt: Instant;
  outcome: Extract<Outcome, "failing" | "degraded" | "unknown">;
  /** One sentence a go-to-market manager understands. */
  meaning: string;
  /** How sure that is: "3 of 3 checks". */
  evidence: string;
  side: Side;
  remedy?: string;
  severity?: Severity;
  link?: string;
  /** What a look found, for the incident that may be declared from it. */
  result?: ProbeResult;
  /** Nobody looked just before it was first seen: it may have begun earlier. */
  afterGap?: { from: Instant; to: Instant };
};

/** Why something is looked at and not told, and how long; `by` whom, when somebody muted it. */
export type Hold = { until: Instant; why: string; by?: Actor };

/** Tells whether two name the same thing. */
export function isSamePart(a: PartId, b: PartId): boolean {
  return a.source === b.source && a.key === b.key;
}
