import type { ProbeKind } from "../../incident/evidence/evidence.ts";

/**
 * What can go wrong with any request, whatever it looks at. The runbook gives each its words once, under
 * `any.<cause>`; `<kind>.<cause>` may have better ones.
 */
export const sharedCauses = [
  // No answer came.
  "dns",
  "refused",
  "unreachable",
  "reset",
  "tls",
  "timeout",
  "network",
  "cancelled",
  // An answer came that cannot be used.
  "challenged",
  "html",
  "bad_json",
  "bad_utf8",
  "too_large",
  "endless",
  "redirect_loop",
  "unexpected_status",
  // It is right, but took more than half of its deadline.
  "slow",
  // Our own code failed to read the answer.
  "bug",
] as const;
export type SharedCause = (typeof sharedCauses)[number];

/** What each kind of probe can find beyond the shared causes. The runbook must have words for every one. */
export const causesByKind = {
  /** The status page. It never proves an outage by being unreadable. */
  platform: ["ok", "maintenance", "incident_minor", "incident_major", "unknown_shape", "unavailable"],
  /** One of Clay's hosts. */
  reach: ["ok", "server_error", "rate_limited"],
  /** A POST of one row; the first three are findings without a request. */
  webhook: [
    "not_set",
    "needs_consent",
    "never_tested",
    "ok",
    "limit_reached",
    "not_found",
    "rate_limited",
    "bad_request",
    "unauthorized",
    "forbidden",
    "row_too_large",
    "redirected",
    "server_error",
    "rejected",
  ],
  api: [
    "no_key",
    "ok",
    "unauthorized",
    "forbidden",
    "credits_exhausted",
    "deprecated_endpoint",
    "not_found",
    "bad_request",
    "rate_limited",
    "server_error",
  ],
  /** Two meters: a top-up mends credits, not actions. */
  credits: [
    "no_key",
    "ok",
    "credits_low",
    "actions_low",
    "both_low",
    "credits_exhausted",
    "actions_exhausted",
    "both_exhausted",
    "not_readable",
    "not_found",
    "rate_limited",
    "server_error",
    "unknown_shape",
  ],
  /** A data provider's status page: news, as Clay's is. */
  provider: ["ok", "maintenance", "incident_minor", "incident_major", "unknown_shape", "unavailable"],
  /** Your own health URL. */
  callback: ["not_set", "ok", "not_found", "needs_login", "client_error", "rate_limited", "server_error"],
} as const satisfies Record<ProbeKind, readonly string[]>;

type OwnCode = { [K in ProbeKind]: `${K}.${(typeof causesByKind)[K][number]}` }[ProbeKind];
/** Every code a probe can end with. */
export type FindingCode = OwnCode | `${ProbeKind}.${SharedCause}`;

/** Codes the runbook must have words for: each kind's own, and `any.<cause>` for the shared ones. */
export const codesThatNeedWords: readonly string[] = [
  ...Object.entries(causesByKind).flatMap(([kind, causes]) => causes.map((cause) => `${kind}.${cause}`)),
  ...sharedCauses.map((cause) => `any.${cause}`),
];

/** Every key the runbook's `findings` may have: those above, and better words for a kind's shared cause. */
export const codesThatMayHaveWords: readonly string[] = [
  ...codesThatNeedWords,
  ...Object.keys(causesByKind).flatMap((kind) => sharedCauses.map((cause) => `${kind}.${cause}`)),
];
