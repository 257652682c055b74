/** What came back for a row: an answer, or why none came. `code` is an error's code, never an address. */
export type Answer =
  | { status: number; text: string; retryAfter: string | undefined }
  | { noAnswer: string; neverSent: boolean };

/** Why sending stops by itself. */
export type StopReason =
  | "limit_reached"
  | "token"
  | "gone"
  | "forbidden"
  | "payment"
  | "redirected"
  | "server_trouble"
  | "no_answers"
  | "unreachable";

/** What an answer means for its row, and for those after it. */
export type Meaning =
  | { row: "accepted"; status: number }
  | { row: "refused"; status: number | null; stop?: StopReason; trouble?: StopReason; retryAfterMs?: number }
  | { row: "in_doubt"; trouble: StopReason };

/**
 * Reads the answer to a row as Clay documents it: a 2xx alone is acceptance, any other status means no row; without
 * an answer nobody knows. `stop`: no row after it can do better. `trouble`: stops when it comes several times in a row.
 */
export function meaningOf(answer: Answer, now: number): Meaning {
  if ("noAnswer" in answer) {
    return answer.neverSent
      ? { row: "refused", status: null, trouble: "unreachable" }
      : { row: "in_doubt", trouble: "no_answers" };
  }
  const { status, text } = answer;
  if (status >= 200 && status < 300) return { row: "accepted", status };
  if (status === 429) return { row: "refused", status, retryAfterMs: waitAsked(answer.retryAfter, now) };
  if (status >= 500) return { row: "refused", status, trouble: "server_trouble" };
  const stop = status === 403 && /record limit reached/i.test(text) ? "limit_reached" : stops[status];
  if (stop) return { row: "refused", status, stop };
  return status < 400 ? { row: "refused", status, stop: "redirected" } : { row: "refused", status };
}

const stops: Record<number, StopReason> = {
  401: "token",
  402: "payment",
  403: "forbidden",
  404: "gone",
  410: "gone",
};

const shortestWaitMs = 1000;

/** `Retry-After` in seconds or as a date (RFC 9110); a second when there is none that can be read. */
function waitAsked(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return shortestWaitMs;
  const seconds = Number(retryAfter);
  const asked = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - now;
  return Number.isFinite(asked) ? Math.max(shortestWaitMs, asked) : shortestWaitMs;
}
