import { ApiError, fail } from "../api-error.ts";
import { tiers } from "../rate.ts";
import type { Slack } from "../slack.ts";
import type { Fields } from "../workspace/types.ts";
import { createArgs } from "./args.ts";
import type { Call, Method } from "./method.ts";
import { methods } from "./methods.ts";

/** An answer of the Web API: the HTTP status, the headers beside the usual ones, the body. */
export type Answer = {
  status: number;
  headers: { [name: string]: string };
  body: Fields;
  /** What is sent in place of the body, when something in between answers. */
  text?: string;
};

export type TokenKind = "bot" | "app" | "none" | "unknown";

/** Which of the app's tokens this is. */
export function kindOfToken({ app }: Slack, token: string | undefined): TokenKind {
  if (!token) return "none";
  if (token === app.botToken) return "bot";
  return token === app.appToken ? "app" : "unknown";
}

function checkToken({ token: wanted = "bot" }: Method, kind: TokenKind): void {
  if (wanted === "none") return;
  if (kind === "none") fail("not_authed");
  if (kind === "unknown") fail("invalid_auth");
  if (wanted !== "any" && wanted !== kind) fail("not_allowed_token_type");
}

function acceptedScopes({ scopes = [] }: Method, call: Call): string[] {
  return typeof scopes === "function" ? scopes(call) : scopes;
}

function checkScopes(accepted: string[], provided: string[]): void {
  if (accepted.length === 0 || accepted.some((scope) => provided.includes(scope))) return;
  fail("missing_scope", { needed: accepted.join(","), provided: provided.join(",") });
}

function checkRate(slack: Slack, name: string, { tier }: Method): void {
  if (!slack.settings.rateLimits) return;
  const wait = slack.limiter.take(name, tiers[tier]);
  if (wait > 0) fail("ratelimited", { retryAfterSeconds: wait });
}

/** The answer to a call made too often. */
export function rateLimitedAnswer(retryAfterSeconds: number): Answer {
  return {
    status: 429,
    headers: { "retry-after": String(retryAfterSeconds) },
    body: { ok: false, error: "ratelimited" },
  };
}

function refusal(error: unknown): Answer {
  if (!(error instanceof ApiError)) throw error;
  const { retryAfterSeconds, ...details } = error.details;
  if (error.code === "ratelimited") return rateLimitedAnswer(Number(retryAfterSeconds));
  return { status: 200, headers: {}, body: { ok: false, error: error.code, ...details } };
}

/** Does what one call of the Web API asks for, after all the checks Slack makes. */
export function answerCall(slack: Slack, name: string, raw: Fields, kind: TokenKind): Answer {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method)
    return { status: 200, headers: {}, body: { ok: false, error: "unknown_method", req_method: name } };
  const call: Call = { slack, args: createArgs(raw) };
  const headers: { [header: string]: string } = {};
  try {
    checkToken(method, kind);
    checkRate(slack, name, method);
    const accepted = acceptedScopes(method, call);
    const provided = kind === "app" ? ["connections:write"] : slack.settings.scopes;
    if (kind === "bot" || kind === "app") headers["x-oauth-scopes"] = provided.join(",");
    if (accepted.length > 0) headers["x-accepted-oauth-scopes"] = accepted.join(",");
    checkScopes(accepted, provided);
    return { status: 200, headers, body: { ok: true, ...method.handle(call) } };
  } catch (error) {
    const answer = refusal(error);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }
}
