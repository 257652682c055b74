import { redactUrl } from "../../redaction/probe-answers.ts";
import { type Answer, isChallenge, readJson } from "../probes/answer.ts";
import {
  type Clay,
  type CreditThresholds,
  defineKind,
  type Found,
  get,
  label,
  orMissing,
  type Plan,
  type Yardstick,
} from "./kind.ts";

const causes = [
  "no_key",
  "ok",
  "credits_low",
  "actions_low",
  "both_low",
  "credits_exhausted",
  "actions_exhausted",
  "both_exhausted",
  "actions_unknown",
  "not_readable",
  "not_found",
  "rate_limited",
  "server_error",
  "unknown_shape",
] as const;
type Cause = (typeof causes)[number];

/** What is left on two meters: a top-up of credits adds no actions. */
export const credits = defineKind({
  causes,
  owner: "clay",
  isNews: true,
  sharedSide: null,
  ownOutcomes: {},
  secrets: ({ keys }) => keys.map(({ key }) => key),
  plan: (clay) =>
    orMissing(planMeters(clay), {
      id: "none",
      name: "Credits",
      target: 'no key of kind "public" is set',
      settled: "no_key",
    }),
  judge,
});

function planMeters(clay: Clay): Plan<Cause>[] {
  const keys = clay.keys.filter((key) => key.kind === "public");
  const url = new URL(clay.credits_path, clay.api_url).href;
  return keys.map((key) => ({
    id: key.name,
    name: label("Credits", key, keys),
    target: redactUrl(url),
    request: get(url, { "clay-api-key": key.key }),
  }));
}

/**
 * Reads the balance of both meters: over HTTP the second is `action_execution_balance`, in the CLI's spelling
 * `actionExecutionBalance`. Null is a meter that legacy billing lacks; a meter left out was not told, which is not
 * fine. A balance that cannot be read is unknown: the webhook and the API have probes of their own.
 */
function judge(answer: Answer, thresholds: Yardstick): Found<Cause> {
  const { status } = answer;
  if (isChallenge(answer)) return { cause: "challenged" };
  if (status === 402) return { cause: "credits_exhausted", outcome: "failing" };
  if (status >= 500) return { cause: "server_error", outcome: "unknown" };
  const cause = unreadable[status];
  if (cause) return { cause, outcome: "unknown" };
  if (status !== 200) return { cause: "unexpected_status" };

  const body = readJson(answer);
  if ("cause" in body) return { cause: body.cause };
  const credits = meter(body.json.balance);
  const { action_execution_balance, actionExecutionBalance } = body.json;
  const told = action_execution_balance === undefined ? actionExecutionBalance : action_execution_balance;
  const actions = meter(told ?? null);
  if (credits === undefined || actions === undefined || (credits === null && actions === null)) {
    return { cause: "unknown_shape", outcome: "unknown" };
  }
  const found = judgeMeters(credits, actions, thresholds);
  const isUntold = told === undefined && found.outcome === "ok";
  return {
    ...(isUntold ? { cause: "actions_unknown", outcome: "unknown" } : found),
    balance: { credits, actions },
  };
}

const unreadable: Record<number, Cause> = {
  401: "not_readable",
  403: "not_readable",
  404: "not_found",
  429: "rate_limited",
};

function meter(value: unknown): number | null | undefined {
  return value === null || (typeof value === "number" && Number.isFinite(value)) ? value : undefined;
}

function judgeMeters(credits: number | null, actions: number | null, low: CreditThresholds): Found<Cause> {
  const exhausted = which(credits !== null && credits <= 0, actions !== null && actions <= 0);
  if (exhausted) return { cause: `${exhausted}_exhausted`, outcome: "failing" };
  const short = which(
    credits !== null && credits < low.lowCredits,
    actions !== null && actions < low.lowActions,
  );
  if (short) return { cause: `${short}_low`, outcome: "degraded" };
  return { cause: "ok", outcome: "ok" };
}

function which(credits: boolean, actions: boolean): "both" | "credits" | "actions" | undefined {
  if (credits && actions) return "both";
  if (credits) return "credits";
  return actions ? "actions" : undefined;
}
