import { type Answer, isChallenge, isHtml } from "../probes/answer.ts";
import { redactWebhookUrl } from "../probes/redact.ts";
import { accepted, type Clay, defineKind, type Found, label, orMissing, type Plan, post } from "./kind.ts";

const causes = [
  // Findings without a request.
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
] as const;
type Cause = (typeof causes)[number];
type Webhook = Clay["webhooks"][number];

/** A POST of one row, made when the configuration or a person allows it. */
export const webhook = defineKind({
  causes,
  owner: "clay",
  isNews: false,
  sharedSide: null,
  ownOutcomes: {},
  // The last part of a webhook's path alone gives it away.
  secrets: ({ webhooks }) =>
    webhooks.flatMap(({ url, auth_token }) => [url, new URL(url).pathname.split("/").at(-1), auth_token]),
  plan: ({ webhooks }) =>
    orMissing(
      webhooks.map((one) => planWebhook(one, webhooks)),
      { id: "none", name: "Webhook", target: "CLAY_WEBHOOK_URL is not set", settled: "not_set" },
    ),
  judge,
});

/** The plan of the one probe that posts a row whatever the configuration asks for; undefined if it forbids it. */
export function planTestRowOf(id: string, { webhooks }: Clay): Plan<Cause> | undefined {
  const found = webhooks.find(({ name }) => name === id);
  if (!found || found.submit === "never") return undefined;
  return planWebhook({ ...found, submit: "always" }, webhooks);
}

function planWebhook(webhook: Webhook, all: readonly Webhook[]): Plan<Cause> {
  const { name, url, auth_token, submit } = webhook;
  const shown = { id: name, name: label("Webhook", webhook, all), target: redactWebhookUrl(url) };
  if (submit !== "always") return { ...shown, settled: submit === "ask" ? "needs_consent" : "never_tested" };
  const token = auth_token ? { "x-clay-webhook-auth": auth_token } : {};
  return {
    ...shown,
    request: (at) => post(url, { _triage: true, _ts: Math.floor(Date.parse(at) / 1000) }, token),
  };
}

/**
 * Reads the answer to a posted row. Clay documents 200, 400, 403 "Record limit reached for webhook" and 429; any
 * other code means the row was rejected and is lost. What a wrong auth token yields is not documented: 401 is assumed.
 */
function judge(answer: Answer): Found<Cause> {
  const { status } = answer;
  if (isChallenge(answer)) return { cause: "challenged" };
  if (status === 200) {
    return isHtml(answer) ? { cause: "html" } : accepted(answer, "unknown");
  }
  if (status < 300) return { cause: "unexpected_status" };
  if (status < 400) return { cause: "redirected", outcome: "failing" };
  if (status === 429) return { cause: "rate_limited", outcome: "degraded" };
  if (status === 403) return { cause: isLimit(answer) ? "limit_reached" : "forbidden", outcome: "failing" };
  if (status >= 500) return { cause: "server_error", outcome: "failing" };
  return { cause: refusals[status] ?? "rejected", outcome: "failing" };
}

const refusals: Record<number, Cause> = {
  400: "bad_request",
  401: "unauthorized",
  404: "not_found",
  413: "row_too_large",
};

function isLimit(answer: Answer): boolean {
  return /record limit reached/i.test(answer.body);
}
