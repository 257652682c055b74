import { Client, type Dispatcher } from "undici";
import type { Timings } from "../../incident/evidence/evidence.ts";
import { type ProxyFor, proxyAuthorization } from "../../lib/network/proxy-for.ts";
import type { Answer, Exchange } from "./answer.ts";
import { createConnect, type Lookup } from "./connect.ts";
import { decompress } from "./decompress.ts";
import { Cancelled, causeOf, DeadlineReached } from "./failure.ts";
import { ProxyTrouble } from "./tunnel.ts";

/** A request as a probe makes it. Header names in lower case. */
export type ProbeRequest = {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
};

export type ExchangeOptions = {
  /** For the whole exchange: from the name look-up over all redirects to the last byte. */
  deadlineMs: number;
  lookup: Lookup;
  /** The way out; left out: directly. */
  proxyFor?: ProxyFor | undefined;
  signal?: AbortSignal | undefined;
};

/** Compressed or not. A status page's summary may hold hundreds of components. */
const maxBodyBytes = 1024 * 1024;
const maxRedirects = 3;
const credentials = ["authorization", "clay-api-key", "x-clay-webhook-auth", "cookie"];

/**
 * Makes one request over a connection of its own and says how it ended. Settles within the deadline, and
 * rejects only for a bug of ours. Follows at most three redirects, and only of a GET. A request is never repeated.
 */
export async function exchange(request: ProbeRequest, options: ExchangeOptions): Promise<Exchange> {
  const stopwatch = startStopwatch();
  const progress: Progress = {};
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new DeadlineReached()), options.deadlineMs);
  const cancel = () => abort.abort(new Cancelled());
  options.signal?.addEventListener("abort", cancel, { once: true });
  if (options.signal?.aborted) cancel();
  try {
    // The race is what ends the exchange at its deadline, whatever the connection does then.
    const followed = follow(request, { ...options, stopwatch, progress, signal: abort.signal });
    return await Promise.race([followed, rejectOn(abort.signal)]);
  } catch (error) {
    if (abort.signal.reason instanceof DeadlineReached && progress.soFar) {
      return { answer: { ...progress.soFar(), bodyTrouble: "endless" } };
    }
    const cause = causeOf(abort.signal.aborted ? abort.signal.reason : error);
    if (!cause) throw error;
    return { noAnswer: { ...cause, timings: stopwatch.read() } };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", cancel);
  }
}

/** What is known of an answer while its body still comes in: the status tells much even if the end never comes. */
type Progress = { soFar?: () => Answer };

type Course = Pick<ExchangeOptions, "lookup" | "proxyFor"> & {
  stopwatch: Stopwatch;
  progress: Progress;
  signal: AbortSignal;
};

type Stopwatch = { mark(phase: keyof Timings): void; read(): Timings };

/** Phases are measured from the start of the first request; after a redirect the last hop's marks stand. */
function startStopwatch(): Stopwatch {
  const start = performance.now();
  const elapsed = () => Math.round((performance.now() - start) * 10) / 10;
  const marks: Partial<Timings> = {};
  return {
    mark: (phase) => {
      marks[phase] = elapsed();
    },
    read: () => ({ ...marks, totalMs: elapsed() }),
  };
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function follow(request: ProbeRequest, course: Course): Promise<Exchange> {
  let current = request;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const answer = await ask(current, course);
    const next = redirectOf(current, answer);
    if (!next) return { answer };
    current = next;
  }
  const detail = `more than ${maxRedirects} redirects`;
  return { noAnswer: { cause: "redirect_loop", detail, timings: course.stopwatch.read() } };
}

/** One request over a fresh connection, so that DNS, connect and TLS are really measured. */
async function ask({ method, url, headers, body }: ProbeRequest, course: Course): Promise<Answer> {
  const { origin } = new URL(url);
  const { stopwatch, signal } = course;
  const proxy = course.proxyFor?.(url);
  const connect = createConnect({ lookup: course.lookup, mark: stopwatch.mark, proxy });
  const client = new Client(origin, { connect: connect.connector, headersTimeout: 0, bodyTimeout: 0 });
  const stop = () => {
    // undici does not see a request's signal while it connects, so the connection itself is torn down.
    connect.destroy();
    client.destroy().catch(() => {});
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const response = await client.request({ method, ...asked(url, headers, proxy), body: body ?? null });
    stopwatch.mark("firstByteMs");
    if (proxy && response.statusCode === 407) throw new ProxyTrouble("407");
    return await readAnswer(response, course);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

/** Over http:// a proxy is told the whole address, and its login with each request (RFC 9112, 3.2.2). */
function asked(url: string, headers: Record<string, string>, proxy: URL | undefined) {
  const { protocol, pathname, search, origin } = new URL(url);
  if (!proxy || protocol === "https:") return { path: pathname + search, headers };
  const authorization = proxyAuthorization(proxy);
  return {
    path: origin + pathname + search,
    headers: { ...headers, ...(authorization && { "proxy-authorization": authorization }) },
  };
}

async function readAnswer(
  response: Dispatcher.ResponseData,
  { stopwatch, progress }: Course,
): Promise<Answer> {
  const head = { status: response.statusCode, headers: flatten(response.headers) };
  const chunks: Buffer[] = [];
  if (isRedirect(head.status)) return { ...head, body: "", timings: stopwatch.read() };
  const encoding = head.headers["content-encoding"];
  progress.soFar = () => ({ ...head, ...decode(chunks, encoding, "endless"), timings: stopwatch.read() });
  const trouble = await readBody(response.body, chunks);
  return { ...head, ...decode(chunks, encoding, trouble), timings: stopwatch.read() };
}

/** Collects at most 1 MB. A body that breaks off is trouble, not an error, for the status is known by then. */
async function readBody(stream: AsyncIterable<Buffer>, chunks: Buffer[]): Promise<Answer["bodyTrouble"]> {
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk.subarray(0, maxBodyBytes - size));
      size += chunk.length;
      if (size > maxBodyBytes) return "too_large";
    }
    return undefined;
  } catch {
    return "reset";
  }
}

function decode(
  chunks: Buffer[],
  encoding: string | undefined,
  brokenOff: Answer["bodyTrouble"],
): Pick<Answer, "body" | "bodyTrouble"> {
  const decompressed = decompress(Buffer.concat(chunks), encoding, maxBodyBytes);
  if ("trouble" in decompressed) return { body: "", bodyTrouble: brokenOff ?? decompressed.trouble };
  const { bytes } = decompressed;
  const trouble = brokenOff;
  try {
    // A body cut off may end inside a character; "stream" forgives that and nothing else.
    const body = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: trouble !== undefined });
    return trouble ? { body, bodyTrouble: trouble } : { body };
  } catch {
    return { body: bytes.toString("utf8"), bodyTrouble: trouble ?? "bad_utf8" };
  }
}

function flatten(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      String(Array.isArray(value) ? value[0] : value),
    ]),
  );
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** The request a redirect asks for; none when the answer is no redirect we follow. */
function redirectOf(request: ProbeRequest, answer: Answer): ProbeRequest | undefined {
  const location = answer.headers.location;
  if (request.method !== "GET" || !location || !isRedirect(answer.status)) return undefined;
  const target = URL.parse(location, request.url);
  if (!target || !/^https?:$/.test(target.protocol)) return undefined;
  const sameOrigin = target.origin === new URL(request.url).origin;
  return {
    ...request,
    url: target.href,
    headers: sameOrigin ? request.headers : withoutCredentials(request.headers),
  };
}

/** A key is meant for the host it was configured for and for no other. */
function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !credentials.includes(name)));
}
