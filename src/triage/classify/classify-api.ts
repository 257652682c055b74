import { type Answer, asObject, isChallenge, readJson } from "../probes/answer.ts";
import { type Classification, classifyShared } from "./classification.ts";

/** Reads the answer of the public API's `/me`, or of the enterprise route the runbook posts to. */
export function classifyApi(answer: Answer, keyKind: "public" | "enterprise"): Classification {
  const { status } = answer;
  if (isChallenge(answer)) return classifyShared("api", "challenged");
  if (status < 300) return classifyGranted(answer, keyKind);
  if (status === 404) return classifyMissing(answer);
  if (status === 429) return { code: "api.rate_limited", outcome: "degraded" };
  // The route answered and the key was let through to it; only our sample request did not please.
  if (status === 400 || status === 422) return { code: "api.bad_request", outcome: "unknown" };
  if (status >= 500) return { code: "api.server_error", outcome: "failing" };
  const code = refusals[status];
  return code ? { code, outcome: "failing" } : classifyShared("api", "unexpected_status");
}

const refusals: Record<number, Classification["code"]> = {
  401: "api.unauthorized",
  402: "api.credits_exhausted",
  403: "api.forbidden",
};

function classifyGranted(answer: Answer, keyKind: "public" | "enterprise"): Classification {
  const body = readJson(answer);
  if ("cause" in body) return classifyShared("api", body.cause);
  const known = keyKind === "enterprise" || asObject(body.json.user) || asObject(body.json.workspace);
  return known ? { code: "api.ok", outcome: "ok" } : classifyShared("api", "bad_json");
}

/** A retired or unknown route is what our configuration calls; it says nothing about Clay being down. */
function classifyMissing(answer: Answer): Classification {
  const retired = /deprecated api endpoint/i.test(answer.body);
  return { code: retired ? "api.deprecated_endpoint" : "api.not_found", outcome: "degraded" };
}
