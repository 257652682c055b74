import { redactUrl } from "../../redaction/probe-answers.ts";
import { type Answer, asObject, isChallenge, readJson } from "../probes/answer.ts";
import {
  type Clay,
  defineKind,
  type Found,
  get,
  label,
  orMissing,
  type Plan,
  post,
  type Yardstick,
} from "./kind.ts";

const causes = [
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
] as const;
type Cause = (typeof causes)[number];

/** Whether Clay's API takes a key. */
export const api = defineKind({
  causes,
  owner: "clay",
  isNews: false,
  sharedSide: null,
  ownOutcomes: {},
  secrets: ({ keys }) => keys.map(({ key }) => key),
  plan: (clay) =>
    orMissing(
      clay.keys.map((key) => planKey(key, clay)),
      { id: "none", name: "API key", target: "CLAY_API_KEY is not set", settled: "no_key" },
    ),
  judge,
});

function planKey(key: Clay["keys"][number], clay: Clay): Plan<Cause> {
  const isPublic = key.kind === "public";
  const url = new URL(isPublic ? clay.me_path : clay.enterprise_path, clay.api_url).href;
  const shown = { id: key.name, name: label("API key", key, clay.keys), target: redactUrl(url) };
  if (isPublic) return { ...shown, request: get(url, { "clay-api-key": key.key }) };
  const request = () => post(url, { email: "triage@example.com" }, { authorization: `Bearer ${key.key}` });
  return { ...shown, request, measure: { keyKind: "enterprise" } };
}

/** Reads the answer of the public API's `/me`, or of the enterprise route the runbook posts to. */
function judge(answer: Answer, { keyKind }: Yardstick): Found<Cause> {
  const { status } = answer;
  if (isChallenge(answer)) return { cause: "challenged" };
  if (status < 300) return judgeGranted(answer, keyKind);
  if (status === 404) return judgeMissing(answer);
  if (status === 429) return { cause: "rate_limited", outcome: "degraded" };
  // The route answered and the key was let through to it; only our sample request did not please.
  if (status === 400 || status === 422) return { cause: "bad_request", outcome: "unknown" };
  if (status >= 500) return { cause: "server_error", outcome: "failing" };
  const cause = refusals[status];
  return cause ? { cause, outcome: "failing" } : { cause: "unexpected_status" };
}

const refusals: Record<number, Cause> = {
  401: "unauthorized",
  402: "credits_exhausted",
  403: "forbidden",
};

function judgeGranted(answer: Answer, keyKind: Yardstick["keyKind"]): Found<Cause> {
  const body = readJson(answer);
  if ("cause" in body) return { cause: body.cause };
  const known = keyKind === "enterprise" || asObject(body.json.user) || asObject(body.json.workspace);
  return known ? { cause: "ok", outcome: "ok" } : { cause: "bad_json" };
}

/** A retired or unknown route is what our configuration calls; it says nothing about Clay being down. */
function judgeMissing(answer: Answer): Found<Cause> {
  const retired = /deprecated api endpoint/i.test(answer.body);
  return { cause: retired ? "deprecated_endpoint" : "not_found", outcome: "degraded" };
}
