import type { Timings } from "../../incident/evidence/evidence.ts";

/** What came back over HTTP: at most the first MB of the body, and what was wrong with it, if anything. */
export type Answer = {
  status: number;
  /** Names in lower case; of repeated headers the first. */
  headers: Record<string, string>;
  body: string;
  bodyTrouble?: "too_large" | "endless" | "bad_utf8" | "reset";
  timings: Timings;
};

/** Why no usable answer came. `detail` is an error code ("ECONNREFUSED"), never a URL. */
export type NoAnswer = {
  cause:
    | "dns"
    | "refused"
    | "unreachable"
    | "reset"
    | "tls"
    | "timeout"
    | "network"
    | "proxy"
    | "cancelled"
    | "redirect_loop";
  detail: string;
  timings: Timings;
};

/** How a request ended: with an answer, or with the reason why there is none. */
export type Exchange = { answer: Answer } | { noAnswer: NoAnswer };

/** Tells whether a bot filter answered in place of the server behind it. Such an answer proves nothing. */
export function isChallenge(answer: Answer): boolean {
  if (answer.headers["cf-mitigated"] === "challenge") return true;
  return (
    [403, 429, 503].includes(answer.status) && /just a moment|challenge-platform|cf-chl/i.test(answer.body)
  );
}

/** Tells whether the body is a web page. Data that a server calls HTML is none. */
export function isHtml({ headers, body }: Answer): boolean {
  if (/^\s*<(!doctype html|html)\b/i.test(body)) return true;
  return /\bhtml\b/i.test(headers["content-type"] ?? "") && /^\s*</.test(body);
}

type JsonObject = { [field: string]: unknown };

/** The value as an object with unknown fields, or undefined when it is none. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** Reads the body as a JSON object, or says which shared cause forbids it. */
export function readJson(
  answer: Answer,
): { json: JsonObject } | { cause: "too_large" | "endless" | "bad_utf8" | "reset" | "html" | "bad_json" } {
  if (answer.bodyTrouble) return { cause: answer.bodyTrouble };
  if (isHtml(answer)) return { cause: "html" };
  try {
    const json = asObject(JSON.parse(answer.body));
    return json ? { json } : { cause: "bad_json" };
  } catch {
    return { cause: "bad_json" };
  }
}
