import { redactWebhookUrl } from "../../redaction/probe-answers.ts";
import { secretPartOf, webhookKindOf } from "../../redaction/webhook-address.ts";
import { type Answer, isChallenge, isHtml } from "../probes/answer.ts";
import {
  accepted,
  type Clay,
  defineKind,
  type Found,
  label,
  orMissing,
  type Plan,
  post,
  type Yardstick,
} from "./kind.ts";

const causes = [
  // Findings without a request.
  "not_set",
  "needs_consent",
  "never_tested",
  "ok",
  "limit_reached",
  "not_found",
  "address_changed",
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
  secrets: ({ webhooks }) => webhooks.flatMap(({ url, auth_token }) => [url, secretPartOf(url), auth_token]),
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
  const { name, url, auth_token, submit, limit } = webhook;
  const measure = {
    ...(limit !== "none" && { limit }),
    ...(webhookKindOf(url) === "workflow" && { isWorkflow: true }),
  };
  const shown = { id: name, name: label("Webhook", webhook, all), target: redactWebhookUrl(url), measure };
  if (submit !== "always") return { ...shown, settled: submit === "ask" ? "needs_consent" : "never_tested" };
  const token = auth_token ? { "x-clay-webhook-auth": auth_token } : {};
  return {
    ...shown,
    request: (at) => post(url, { _triage: true, _ts: Math.floor(Date.parse(at) / 1000) }, token),
  };
}

/**
 * Reads the answer to a posted row. Any 2xx is acceptance; Clay documents 400, 401, 403 "Record limit reached for
 * webhook" and 429 beside it, and of any other status that the row is not taken (its webhook guide).
 */
function judge(answer: Answer, { isWorkflow = false }: Yardstick): Found<Cause> {
  const { status } = answer;
  if (isChallenge(answer)) return { cause: "challenged" };
  if (status < 300) return isHtml(answer) ? { cause: "html" } : accepted(answer, "unknown");
  if (status < 400) return { cause: "redirected", outcome: "failing" };
  if (status === 429) return { cause: "rate_limited", outcome: "degraded" };
  if (status === 403) return { cause: isLimit(answer) ? "limit_reached" : "forbidden", outcome: "failing" };
  if (isWorkflow && isGone(status)) return { cause: "address_changed", outcome: "failing" };
  if (status >= 500) return { cause: "server_error", outcome: "failing" };
  return { cause: refusals[status] ?? "rejected", outcome: "failing" };
}

function isGone(status: number): boolean {
  return status === 404 || status === 410;
}

const refusals: Record<number, Cause> = {
  400: "bad_request",
  401: "unauthorized",
  404: "not_found",
  410: "not_found",
  413: "row_too_large",
};

function isLimit(answer: Answer): boolean {
  return /record limit reached/i.test(answer.body);
}
