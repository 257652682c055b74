import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, answerCall, kindOfToken, rateLimitedAnswer, type TokenKind } from "./api/call.ts";
import { ApiError } from "./api-error.ts";
import type { ClaimedFault, Fault } from "./faults.ts";
import { showAnswer } from "./people/answer.ts";
import { perResponseUrl } from "./rate.ts";
import type { Slack } from "./slack.ts";
import type { Fields } from "./workspace/types.ts";

const bodyLimit = 8_000_000;

/** The whole body of a request. Rejects when it is larger than any Slack would take. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > bodyLimit) throw new ApiError("request_too_large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: { [name: string]: string } = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(text);
}

function parseObject(body: Buffer): Fields {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as Fields;
  } catch {
    // Answered below like any other body that is no object.
  }
  throw new ApiError("invalid_json");
}

function parseBody(type: string, body: Buffer): Fields {
  if (type === "application/x-www-form-urlencoded" || type === "") {
    return Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  }
  if (type !== "application/json") throw new ApiError("invalid_post_type");
  return body.length === 0 ? {} : parseObject(body);
}

/** What a gateway says of itself where Slack was to answer. */
const page = "<!doctype html><title>One moment</title><p>This service is being checked.";

/** What goes wrong with a call instead of an answer: undefined when it is answered as usual. */
function faultAnswer({ fault }: ClaimedFault, now: number): Answer | "broken" | undefined {
  if (fault.kind === "rate-limited") return limitedAnswer(fault, now);
  if (fault.kind === "page" || fault.kind === "empty") {
    const text = fault.kind === "page" ? page : "";
    return { status: 200, headers: { "content-type": "text/html" }, body: {}, text };
  }
  if (fault.kind === "status")
    return { status: fault.status, headers: {}, body: { ok: false, error: fault.body ?? "fault" } };
  if (fault.kind === "error") return { status: 200, headers: {}, body: { ok: false, error: fault.error } };
  return fault.kind === "lost-request" ? "broken" : undefined;
}

function limitedAnswer(fault: Fault & { kind: "rate-limited" }, now: number): Answer {
  const seconds = fault.retryAfterSeconds ?? 30;
  const answer = rateLimitedAnswer(seconds);
  if (fault.retryAfter === "none") return { ...answer, headers: {} };
  if (fault.retryAfter !== "date") return answer;
  return { ...answer, headers: { "retry-after": new Date(now + seconds * 1000).toUTCString() } };
}

/** Does the call, unless a fault says otherwise. "broken": the connection ends without an answer. */
async function answerUnderFaults(slack: Slack, name: string, args: Fields, answer: () => Answer) {
  const claimed = slack.faults.claim(name, args);
  if (!claimed) return { answer: answer() };
  const { kind } = claimed.fault;
  const instead = faultAnswer(claimed, slack.clock.now());
  if (instead) return { answer: instead, fault: kind };
  if (kind === "held") await claimed.released;
  const real = answer();
  if (kind === "slow") await claimed.released;
  return kind === "lost-answer"
    ? { answer: "broken" as const, done: real, fault: kind }
    : { answer: real, fault: kind };
}

type Served = Awaited<ReturnType<typeof answerUnderFaults>> & { done?: Answer };

function record(
  slack: Slack,
  method: string,
  args: Fields,
  token: TokenKind,
  { answer, done, fault }: Served,
): void {
  const told = done ?? (answer === "broken" ? { status: 0, body: {} } : answer);
  const entry = { method, args, token, status: told.status, answer: told.body };
  slack.calls.record(fault ? { ...entry, fault } : entry);
}

/** Sends what a call is answered with, whole or not. */
function send(request: IncomingMessage, response: ServerResponse, { answer, fault }: Served): void {
  if (answer === "broken") {
    request.socket.destroy();
    return;
  }
  if (fault === "cut-answer" || fault === "stalled-answer") {
    const text = JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      "content-type": "application/json",
      "content-length": text.length + 1,
    });
    response.write(text.slice(0, text.length / 2), () => {
      if (fault === "cut-answer") request.socket.destroy();
    });
    return;
  }
  if (answer.text === undefined) {
    sendJson(response, answer.status, answer.body, answer.headers);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.text);
}

/** Answers `POST /api/<method>`. */
export async function serveApi(
  slack: Slack,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? "/", slack.url);
  const type = (request.headers["content-type"] ?? "").split(";")[0]!.trim();
  let raw: Fields;
  try {
    const body = await readBody(request);
    raw = {
      ...Object.fromEntries(address.searchParams),
      ...parseBody(request.method === "GET" ? "" : type, body),
    };
  } catch (error) {
    if (error instanceof ApiError) return sendJson(response, 200, { ok: false, error: error.code });
    throw error;
  }
  const { token: bodyToken, ...args } = raw;
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const kind = kindOfToken(slack, bearer ?? (bodyToken as string | undefined));
  response.setHeader("date", new Date(slack.clock.now()).toUTCString());
  const served: Served = await answerUnderFaults(slack, method, args, () =>
    answerCall(slack, method, args, kind),
  );
  record(slack, method, args, kind, served);
  send(request, response, served);
}

function answerResponseUrl(slack: Slack, path: string, body: Fields): Answer {
  const refuse = (status: number, error: string): Answer => ({
    status,
    headers: {},
    body: { ok: false, error },
  });
  if (slack.settings.rateLimits) {
    const wait = slack.limiter.take(path, perResponseUrl);
    if (wait > 0) return rateLimitedAnswer(wait);
  }
  const target = slack.responseUrls.use(path);
  if (typeof target === "string") return refuse(404, target);
  try {
    showAnswer(slack, target, body);
    return { status: 200, headers: {}, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: 400, headers: {}, body: { ok: false, error: error.code, ...error.details } };
  }
}

/** Answers a POST to a response_url. */
export async function serveResponseUrl(
  slack: Slack,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body: Fields;
  try {
    body = parseObject(await readBody(request));
  } catch {
    return sendJson(response, 400, { ok: false, error: "invalid_payload" });
  }
  const served: Served = await answerUnderFaults(slack, "response_url", body, () =>
    answerResponseUrl(slack, path, body),
  );
  record(slack, "response_url", body, "none", served);
  send(request, response, served);
}

async function uploadedBytes(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) return body;
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const part = [...form.values()].find((value) => typeof value !== "string");
  return part ? Buffer.from(await (part as Blob).arrayBuffer()) : Buffer.alloc(0);
}

/** Takes the bytes of a file at the address files.getUploadURLExternal gave out. */
export async function serveUpload(
  slack: Slack,
  fileId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = slack.workspace.files.get(fileId);
  if (!file) return sendJson(response, 404, { ok: false, error: "file_not_found" });
  file.content = await uploadedBytes(request);
  slack.calls.record({
    method: "files.upload",
    args: { file: fileId, size: file.content.length },
    token: "none",
    status: 200,
    answer: {},
  });
  response.writeHead(200, { "content-type": "text/plain" });
  response.end(`OK - ${file.content.length}`);
}

/** Gives a file's content to whoever holds the bot's token. */
export function serveFile(
  slack: Slack,
  fileId: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const file = slack.workspace.files.get(fileId);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (!file || file.deleted || kindOfToken(slack, bearer) !== "bot") {
    sendJson(response, 404, { ok: false, error: "file_not_found" });
    return;
  }
  response.writeHead(200, { "content-type": "application/octet-stream" });
  response.end(file.content);
}
