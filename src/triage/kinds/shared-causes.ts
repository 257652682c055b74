import type { Outcome } from "../../incident/evidence/evidence.ts";

/**
 * What can go wrong with any request, whatever it looks at, and the outcome that has. The runbook gives each its words
 * once, under `any.<cause>`; `<kind>.<cause>` may have better ones.
 */
export const sharedOutcomes = {
  // No answer came.
  dns: "failing",
  refused: "failing",
  unreachable: "failing",
  reset: "failing",
  tls: "failing",
  timeout: "failing",
  network: "failing",
  // Your network's proxy stands in the way: it says nothing of what lies behind.
  proxy: "failing",
  cancelled: "unknown",
  // An answer came that cannot be used.
  challenged: "unknown",
  html: "unknown",
  bad_json: "unknown",
  bad_utf8: "unknown",
  too_large: "unknown",
  endless: "unknown",
  redirect_loop: "unknown",
  unexpected_status: "unknown",
  // It is right, but took more than half of its deadline.
  slow: "degraded",
  // Our own code failed to read the answer.
  bug: "unknown",
} as const satisfies Record<string, Outcome>;

export type SharedCause = keyof typeof sharedOutcomes;
export const sharedCauses = Object.keys(sharedOutcomes) as SharedCause[];
