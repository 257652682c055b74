import { type Answer, isChallenge, isHtml } from "../probes/answer.ts";
import { type Classification, classifyAccepted, classifyShared } from "./classification.ts";

/**
 * Reads the answer to a posted row. Clay documents 200, 400, 403 "Record limit reached for webhook" and 429; any
 * other code means the row was rejected and is lost. What a wrong auth token yields is not documented: 401 is assumed.
 */
export function classifyWebhook(answer: Answer): Classification {
  const { status } = answer;
  if (isChallenge(answer)) return classifyShared("webhook", "challenged");
  if (status === 200) {
    return isHtml(answer)
      ? classifyShared("webhook", "html")
      : classifyAccepted("webhook", "webhook.ok", answer);
  }
  if (status < 300) return classifyShared("webhook", "unexpected_status");
  if (status < 400) return { code: "webhook.redirected", outcome: "failing" };
  if (status === 429) return { code: "webhook.rate_limited", outcome: "degraded" };
  if (status === 403)
    return { code: isLimit(answer) ? "webhook.limit_reached" : "webhook.forbidden", outcome: "failing" };
  if (status >= 500) return { code: "webhook.server_error", outcome: "failing" };
  return { code: refusals[status] ?? "webhook.rejected", outcome: "failing" };
}

const refusals: Record<number, Classification["code"]> = {
  400: "webhook.bad_request",
  401: "webhook.unauthorized",
  404: "webhook.not_found",
  413: "webhook.row_too_large",
};

function isLimit(answer: Answer): boolean {
  return /record limit reached/i.test(answer.body);
}
