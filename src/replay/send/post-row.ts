import { errors, request } from "undici";
import type { Answer } from "./answer.ts";

/** Sends one row once. Resolves with what came back; rejects never. */
export type PostRow = (body: string) => Promise<Answer>;

/** Longer than any answer Clay gives; after it nobody knows whether the row arrived. */
const answerWithinMs = 30_000;
const mostTextBytes = 2048;

/** Creates what sends rows to a webhook. Nothing is ever repeated or redirected by it. */
export function createPostRow(webhook: { url: string; auth_token?: string | undefined }): PostRow {
  const headers = {
    "content-type": "application/json",
    ...(webhook.auth_token === undefined ? {} : { "x-clay-webhook-auth": webhook.auth_token }),
  };
  return async (body) => {
    try {
      const signal = AbortSignal.timeout(answerWithinMs);
      const answer = await request(webhook.url, { method: "POST", headers, body, signal });
      const retryAfter = answer.headers["retry-after"];
      return {
        status: answer.statusCode,
        text: await beginningOf(answer.body),
        retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      };
    } catch (error) {
      return { noAnswer: codeOf(error), neverSent: isNeverSent(error) };
    }
  };
}

/** The status is known by now, so a body that breaks off takes nothing from it. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = "";
  try {
    for await (const chunk of body) {
      if (text.length < mostTextBytes) text += chunk.toString("latin1");
    }
  } catch {}
  return text.slice(0, mostTextBytes);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "no answer";
}

/** Tells whether an error came before any connection was there that could have carried the row. */
function isNeverSent(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isNeverSent);
  if (error instanceof errors.ConnectTimeoutError) return true;
  if (!(error instanceof Error)) return false;
  const { syscall, code = "" } = error as NodeJS.ErrnoException;
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code)
  );
}
