import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { AnswerName, Switch } from "./switches.ts";

/** What an endpoint sends back: a whole answer, or one of the ways of not giving one. */
export type Reply =
  | { status: number; headers?: Record<string, string>; body: string | Buffer }
  | "hang"
  | "reset"
  | "endless";

/** An answer in JSON. */
export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A web page. */
export function htmlReply(status: number, title: string, headers: Record<string, string> = {}): Reply {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { "content-type": "text/html; charset=utf-8", ...headers }, body };
}

/** The answer a switch asks for in place of the endpoint's own. Texts are those Clay documents, where it does. */
export function replyFor(
  answer: Exclude<AnswerName, "ok" | "accepted">,
  path: string,
  retryAfterSeconds: number,
): Reply {
  switch (answer) {
    case "bad_request":
      return jsonReply(400, { message: "Content-Type must be application/json" });
    case "unauthorized":
      return jsonReply(401, { message: "Authentication failed" }, { "request-id": "req_local_401" });
    case "payment_required":
      return jsonReply(402, { message: "Credit quota exhausted" });
    case "forbidden":
      return jsonReply(403, { message: "This plan has no access" });
    case "limit_reached":
      return jsonReply(403, { message: "Record limit reached for webhook" });
    case "not_found":
      return jsonReply(404, { type: "NoMatchingURL" });
    case "deprecated":
      return jsonReply(404, { success: false, message: "deprecated API endpoint" });
    case "payload_too_large":
      return jsonReply(413, { message: "Payload too large" });
    case "rate_limited":
      return jsonReply(429, tooManyRequests, { "retry-after": String(retryAfterSeconds) });
    case "server_error":
      return jsonReply(503, { message: "Service unavailable" }, { "request-id": "req_local_503" });
    case "html":
      return htmlReply(200, "Welcome");
    case "challenge":
      return htmlReply(403, "Just a moment...", { server: "cloudflare", "cf-mitigated": "challenge" });
    case "huge_body":
      return jsonReply(200, { filler: "x".repeat(5 * 1024 * 1024) });
    case "bad_utf8":
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0xff, 0x22, 0x7d]),
      };
    case "redirect_loop":
      return { status: 302, headers: { location: path }, body: "" };
    case "endless_body":
      return "endless";
    default:
      return answer;
  }
}

const tooManyRequests = {
  type: "TooManyRequests",
  message: "Too many requests. Wait a bit and retry.",
  details: null,
};

/** Sends a reply after the switch's delay. Returns when nothing more will be sent, or the other side has gone. */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  { delayMs }: Pick<Switch, "delayMs">,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  if (delayMs > 0) await sleep(delayMs, undefined, { signal: gone.signal });
  if (reply === "hang") return;
  if (reply === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (reply === "endless") return drip(response, gone.signal);
  response.writeHead(reply.status, reply.headers).end(reply.body);
}

/** A byte now and then, for ever: too slow for a limit on size to stop it. */
async function drip(response: ServerResponse, gone: AbortSignal): Promise<void> {
  response.writeHead(200, { "content-type": "application/json" });
  while (!gone.aborted) {
    response.write(" ");
    await sleep(50, undefined, { signal: gone });
  }
}
