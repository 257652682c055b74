import { isTokenRefusal, slackCode } from "./delivery-error.ts";

/** What is told of Slack's answers: its own time, and what it thinks of the token (null: it took it). */
export type Heard = { slackTime(date: string): void; token(refusal: string | null): void };

type Fetch = typeof globalThis.fetch;

/** Where Slack, or a gateway before it, does not say how long to wait. */
const usualRestSeconds = 30;

/**
 * The fetch of all of Slack's clients, and the one place that tells an answer of Slack from something else. It rejects,
 * as for a lost connection, when a page or an empty body came from something in between, or when the answer was cut off
 * or stalled: the SDK (web-api 8.2) reads bodies outside its own handling of errors and takes a page for an error code.
 * `persist`: a refused token is no answer either, so that a client that would give up for good goes on trying.
 */
export function createSlackFetch(heard: Heard, { persist = false, fetch = globalThis.fetch } = {}): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const date = response.headers.get("date");
    if (date) heard.slackTime(date);
    if (response.status === 429) return withRetryAfter(response);
    if (response.status !== 200) return response;
    const text = await response.text();
    const answer = parseAnswer(text);
    if (!answer) throw new Error(`no answer of Slack: ${text.length} characters that are none`);
    const refusal = isTokenRefusal(answer.error) ? answer.error : null;
    heard.token(refusal);
    if (refusal && persist) throw new Error(`Slack refuses the token: ${refusal}`);
    return new Response(text, { status: 200, headers: response.headers });
  };
}

/** Slack's answers are objects with `ok`, and a code when that is false. */
function parseAnswer(text: string): { ok: boolean; error?: string } | undefined {
  try {
    const answer = JSON.parse(text) as { ok?: unknown; error?: unknown } | null;
    if (answer?.ok === true) return { ok: true };
    const isCode = answer?.ok === false && typeof answer.error === "string" && slackCode.test(answer.error);
    return isCode ? { ok: false, error: answer.error as string } : undefined;
  } catch {
    return undefined;
  }
}

/** The SDK knows whole seconds alone; HTTP allows a date, and gateways send nothing. */
async function withRetryAfter(response: Response): Promise<Response> {
  // What is left unread keeps its connection.
  await response.body?.cancel();
  const given = response.headers.get("retry-after") ?? "";
  const until = Date.parse(given) - Date.parse(response.headers.get("date") ?? "");
  const seconds = /^\d+$/.test(given) ? Number(given) : until / 1000;
  const headers = new Headers(response.headers);
  headers.set(
    "retry-after",
    String(Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : usualRestSeconds),
  );
  return new Response(null, { status: 429, headers });
}
