import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { addMilliseconds, type Instant } from "../../lib/time.ts";

/**
 * Why Slack does not show what the record says.
 * `postponed`: not called, or refused without effect; fine again at `retryAt`.
 * `unclear`: it may or may not have taken effect. `permanent`: the same call will fail again.
 */
export class DeliveryError extends Error {
  readonly kind: "postponed" | "unclear" | "permanent";
  readonly code: string;
  readonly retryAt: Instant | null;

  constructor(kind: DeliveryError["kind"], code: string, retryAt: Instant | null = null, cause?: unknown) {
    super(`Slack: ${code}`, { cause });
    this.kind = kind;
    this.code = code;
    this.retryAt = retryAt;
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

/** Sorts what a Web API call threw into the three kinds; anything else is a bug and is returned as it is. */
export function toDeliveryError(error: unknown, now: Instant): unknown {
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError(
      "postponed",
      "ratelimited",
      addMilliseconds(now, error.retryAfter * 1000),
      error,
    );
  }
  if (error instanceof WebAPIPlatformError) return platformError(error, now);
  if (error instanceof WebAPIHTTPError)
    return new DeliveryError("unclear", `http_${error.statusCode}`, null, error);
  if (error instanceof WebAPIRequestError) return new DeliveryError("unclear", "no_answer", null, error);
  return error;
}

function platformError(error: WebAPIPlatformError, now: Instant): DeliveryError {
  const code = error.data.error;
  if (slackTroubles.has(code)) return new DeliveryError("unclear", code, null, error);
  if (accountTroubles.has(code) || passingTroubles.has(code)) {
    return new DeliveryError("postponed", code, addMilliseconds(now, retryMs), error);
  }
  return new DeliveryError("permanent", code, null, error);
}
