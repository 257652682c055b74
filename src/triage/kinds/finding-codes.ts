import type { ProbeKind } from "../../incident/evidence/evidence.ts";
import { kinds } from "./kinds.ts";
import { type SharedCause, sharedCauses } from "./shared-causes.ts";

type OwnCause<K extends ProbeKind> = (typeof kinds)[K]["causes"][number];
/** Every code a probe can end with: "webhook.limit_reached". */
export type FindingCode = { [K in ProbeKind]: `${K}.${OwnCause<K> | SharedCause}` }[ProbeKind];

/** Codes the runbook must have words for: each kind's own, and `any.<cause>` for the shared ones. */
export const codesThatNeedWords: readonly string[] = [
  ...Object.entries(kinds).flatMap(([kind, { causes }]) => causes.map((cause) => `${kind}.${cause}`)),
  ...sharedCauses.map((cause) => `any.${cause}`),
];

/** Every key the runbook's `findings` may have: those above, and better words for a kind's shared cause. */
export const codesThatMayHaveWords: readonly string[] = [
  ...codesThatNeedWords,
  ...Object.keys(kinds).flatMap((kind) => sharedCauses.map((cause) => `${kind}.${cause}`)),
];
