import { type Answer, isChallenge, readJson } from "../probes/answer.ts";
import { type Classification, classifyShared } from "./classification.ts";

/** Balances below these are called low. */
export type CreditThresholds = { lowCredits: number; lowActions: number };

/**
 * Reads the balance of both meters. On legacy billing there is no action meter (null). A balance that cannot be
 * read is unknown: the webhook and the API have probes of their own.
 */
export function classifyCredits(answer: Answer, thresholds: CreditThresholds): Classification {
  const { status } = answer;
  if (isChallenge(answer)) return classifyShared("credits", "challenged");
  if (status === 402) return { code: "credits.credits_exhausted", outcome: "failing" };
  if (status >= 500) return { code: "credits.server_error", outcome: "unknown" };
  const code = unreadable[status];
  if (code) return { code, outcome: "unknown" };
  if (status !== 200) return classifyShared("credits", "unexpected_status");

  const body = readJson(answer);
  if ("cause" in body) return classifyShared("credits", body.cause);
  const credits = meter(body.json.balance);
  const actions = meter(body.json.actionExecutionBalance ?? null);
  if (credits === undefined || actions === undefined || (credits === null && actions === null)) {
    return { code: "credits.unknown_shape", outcome: "unknown" };
  }
  return { ...judge(credits, actions, thresholds), balance: { credits, actions } };
}

const unreadable: Record<number, Classification["code"]> = {
  401: "credits.not_readable",
  403: "credits.not_readable",
  404: "credits.not_found",
  429: "credits.rate_limited",
};

function meter(value: unknown): number | null | undefined {
  return value === null || (typeof value === "number" && Number.isFinite(value)) ? value : undefined;
}

function judge(credits: number | null, actions: number | null, low: CreditThresholds): Classification {
  const exhausted = which(credits !== null && credits <= 0, actions !== null && actions <= 0);
  if (exhausted) return { code: `credits.${exhausted}_exhausted`, outcome: "failing" };
  const short = which(
    credits !== null && credits < low.lowCredits,
    actions !== null && actions < low.lowActions,
  );
  if (short) return { code: `credits.${short}_low`, outcome: "degraded" };
  return { code: "credits.ok", outcome: "ok" };
}

function which(credits: boolean, actions: boolean): "both" | "credits" | "actions" | undefined {
  if (credits && actions) return "both";
  if (credits) return "credits";
  return actions ? "actions" : undefined;
}
