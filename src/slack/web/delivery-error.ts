import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";

/**
 * Why Slack does not show what the record says.
 * `postponed`: not called, or refused without effect; fine again in `waitMs` (null: once something else has happened).
 * `unclear`: it may or may not have taken effect. `permanent`: the same call will fail again.
 */
export class DeliveryError extends Error {
  readonly kind: "postponed" | "unclear" | "permanent";
  readonly code: string;
  readonly waitMs: number | null;

  constructor(kind: DeliveryError["kind"], code: string, waitMs: number | null = null, cause?: unknown) {
    super(`Slack: ${code}`, { cause });
    this.kind = kind;
    this.code = code;
    this.waitMs = waitMs;
  }
}

/** Slack's own troubles; the call may have taken effect all the same. */
const slackTroubles = new Set(["internal_error", "fatal_error", "service_unavailable", "request_timeout"]);

/** The operator has to act (a token revoked, say); what waits is kept until then. */
const accountTroubles = new Set([
  "account_inactive",
  "invalid_auth",
  "not_authed",
  "team_access_not_granted",
  "token_expired",
  "token_revoked",
]);

/** Whatever was refused will be taken again once they are over (docs.slack.dev: chat.postMessage, errors). */
const passingTroubles = new Set([
  "external_channel_migrating",
  "message_limit_exceeded",
  "org_login_required",
  "rate_limited",
  "ratelimited",
  "team_added_to_org",
]);

const retryMs = 60_000;
const doubtMs = 2_000;

/** Slack's error codes look so; anything else in their place was written by something in between. */
export const slackCode = /^[a-z][a-z0-9_]*$/;

/**
 * Sorts what a Web API call threw into the three kinds. What is none of the SDK's errors is no answer of Slack, and so
 * is a code that Slack would not write: the call may have taken effect.
 */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError)
    return new DeliveryError("postponed", "ratelimited", error.retryAfter * 1000, error);
  if (error instanceof WebAPIPlatformError) return platformError(error);
  if (error instanceof WebAPIHTTPError)
    return new DeliveryError("unclear", `http_${error.statusCode}`, null, error);
  return new DeliveryError("unclear", "no_answer", null, error);
}

/** Whether Slack refuses the token itself: whoever runs the bot has to act. */
export function isTokenRefusal(code: unknown): code is string {
  return typeof code === "string" && accountTroubles.has(code);
}

function platformError(error: WebAPIPlatformError): DeliveryError {
  const code = error.data.error;
  if (!slackCode.test(code)) return new DeliveryError("unclear", "no_answer", null, error);
  if (slackTroubles.has(code)) return new DeliveryError("unclear", code, null, error);
  // A single refusal may be spurious; whether the token is refused for good is for others to find out.
  if (accountTroubles.has(code)) return new DeliveryError("postponed", code, doubtMs, error);
  if (passingTroubles.has(code)) return new DeliveryError("postponed", code, retryMs, error);
  return new DeliveryError("permanent", code, null, error);
}
