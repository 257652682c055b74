import { type Answer, isChallenge } from "../probes/answer.ts";
import { type Classification, classifyAccepted, classifyShared } from "./classification.ts";

/** Judges whether a host serves at all: any answer below 500 will do, for the root of an API host may well be 404. */
export function classifyReach(answer: Answer): Classification {
  if (isChallenge(answer)) return classifyShared("reach", "challenged");
  if (answer.status >= 500) return { code: "reach.server_error", outcome: "failing" };
  if (answer.status === 429) return { code: "reach.rate_limited", outcome: "unknown" };
  return classifyAccepted("reach", "reach.ok", answer);
}
