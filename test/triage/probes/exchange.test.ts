import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Timings } from "../../../src/incident/evidence/evidence.ts";
import type { Answer, NoAnswer } from "../../../src/triage/probes/answer.ts";
import { createLookup } from "../../../src/triage/probes/connect.ts";
import { type ExchangeOptions, exchange, type ProbeRequest } from "../../../src/triage/probes/exchange.ts";
import { makeSelfSigned } from "../support/self-signed.ts";
import { openServer } from "../support/server.ts";

/** Long enough for whatever does answer, on the slowest machine. */
const patientMs = 15_000;

async function ask(
  url: string,
  request: Partial<ProbeRequest> = {},
  options: Partial<ExchangeOptions> = {},
): Promise<Partial<Answer & NoAnswer>> {
  const full: ProbeRequest = { method: "GET", url, headers: {}, ...request };
  const ended = await exchange(full, { deadlineMs: patientMs, lookup: createLookup(), ...options });
  return "answer" in ended ? ended.answer : ended.noAnswer;
}

/** A server that speaks no HTTP by itself. */
async function openRaw(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer(onConnection).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Expects exactly these phases to have been timed, each ending no earlier than the one before. */
function expectInOrder({ timings = { totalMs: 0 } }: Partial<Answer & NoAnswer>, phases: (keyof Timings)[]) {
  expect(new Set(Object.keys(timings))).toEqual(new Set(phases));
  const ends = phases.map((phase) => timings[phase]!);
  expect(ends.toSorted((a, b) => a - b)).toEqual(ends);
}

test("an answer comes with status, headers, body and the time each phase took", async () => {
  const url = await openServer((_, response) => response.writeHead(201, { "X-Kind": "a" }).end("hello"));
  const answer = await ask(
    url.replace("127.0.0.1", "localhost"),
    {},
    {
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    },
  );
  expect(answer).toMatchObject({ status: 201, body: "hello", headers: { "x-kind": "a" } });
  expectInOrder(answer, ["dnsMs", "connectMs", "firstByteMs", "totalMs"]);
});

describe("over TLS, with a certificate this machine trusts,", () => {
  const known = tls.getCACertificates("default");
  const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
  async function askTrusted(host: string) {
    const identity = makeSelfSigned("clay.test");
    tls.setDefaultCACertificates([...known, identity.cert]);
    onTestFinished(() => tls.setDefaultCACertificates(known));
    const url = await openServer((_, response) => response.end("hello"), { tls: identity });
    return ask(url.replace("127.0.0.1", host), {}, { lookup });
  }

  test("the handshake is timed as well", async () => {
    const answer = await askTrusted("clay.test");
    expect(answer).toMatchObject({ status: 200, body: "hello" });
    expectInOrder(answer, ["dnsMs", "connectMs", "tlsMs", "firstByteMs", "totalMs"]);
  });

  test("another host's certificate is a TLS failure", async () => {
    expect(await askTrusted("other.test")).toMatchObject({
      cause: "tls",
      detail: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });
});

test("every request has a connection of its own, so that connecting is measured", async () => {
  const ports = new Set<number | undefined>();
  const url = await openServer((request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  });
  await ask(url);
  await ask(url);
  expect(ports.size).toBe(2);
});

test("headers and body of a POST arrive, once", async () => {
  const seen: string[] = [];
  const url = await openServer(async (request, response) => {
    seen.push(`${request.method} ${request.headers["x-clay-webhook-auth"]} ${await text(request)}`);
    response.writeHead(500).end();
  });
  await ask(url, { method: "POST", headers: { "x-clay-webhook-auth": "secret" }, body: "{}" });
  expect(seen).toEqual(["POST secret {}"]);
});

test("a name that does not exist is a DNS failure", async () => {
  expect(await ask("http://clay.invalid")).toMatchObject({ cause: "dns" });
});

test("a closed port is refused", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({ cause: "refused", detail: "ECONNREFUSED" });
});

test("a certificate nobody vouches for is a TLS failure, and nothing is sent", async () => {
  const seen = vi.fn();
  const url = await openServer(seen, { tls: true });
  expect(await ask(url, { headers: { "clay-api-key": "a key" } })).toMatchObject({
    cause: "tls",
    detail: "DEPTH_ZERO_SELF_SIGNED_CERT",
  });
  expect(seen).not.toHaveBeenCalled();
});

test("a server that speaks no TLS at all is a TLS failure", async () => {
  const url = await openServer((_, response) => response.end());
  expect(await ask(url.replace("http:", "https:"))).toMatchObject({ cause: "tls" });
});

test("a connection broken off is a reset", async () => {
  const url = await openServer((request) => request.socket.resetAndDestroy());
  expect(await ask(url)).toMatchObject({ cause: "reset" });
});

test("a connection closed without an answer is a reset, too", async () => {
  const url = await openRaw((socket) => socket.end());
  expect(await ask(url)).toMatchObject({ cause: "reset" });
});

test("an answer that is no HTTP is a network failure", async () => {
  const url = await openRaw((socket) => socket.end("SSH-2.0-OpenSSH\r\n\r\n"));
  expect(await ask(url)).toMatchObject({ cause: "network" });
});

test("headers without end are a network failure", async () => {
  const url = await openServer((_, response) =>
    response.writeHead(200, { filler: "x".repeat(300_000) }).end(),
  );
  expect(await ask(url)).toMatchObject({ cause: "network" });
});

test("a server that never answers ends at the deadline", async () => {
  const url = await openServer(() => {});
  expect(await ask(url, {}, { deadlineMs: 100 })).toMatchObject({ cause: "timeout" });
});

test("a name look-up that hangs ends at the deadline", async () => {
  const lookup = () => new Promise<never>(() => {});
  expect(await ask("http://clay.test", {}, { deadlineMs: 100, lookup })).toMatchObject({ cause: "timeout" });
});

test("a TLS handshake that hangs ends at the deadline", async () => {
  const url = await openRaw((socket) => socket.on("error", () => {}));
  const answer = await ask(url.replace("http:", "https:"), {}, { deadlineMs: 100 });
  expect(answer).toMatchObject({ cause: "timeout" });
});

test("an endless answer ends at the deadline with the status that did come", async () => {
  const url = await openServer((_, response) => {
    const dripping = setInterval(() => response.write("."), 5);
    response.on("close", () => clearInterval(dripping));
  });
  expect(await ask(url, {}, { deadlineMs: 200 })).toMatchObject({ status: 200, bodyTrouble: "endless" });
});

test("of a flood of data 1 MB is read, and the connection is closed", async () => {
  const closed = Promise.withResolvers<void>();
  const url = await openServer((_, response) => {
    const pour = () => {
      while (response.write("x".repeat(64 * 1024)));
    };
    response.on("drain", pour).on("close", closed.resolve);
    pour();
  });
  const answer = await ask(url);
  expect(answer).toMatchObject({ status: 200, bodyTrouble: "too_large" });
  expect(answer.body).toHaveLength(1024 * 1024);
  await closed.promise;
});

test("a body cut off inside a character is no broken UTF-8", async () => {
  const url = await openServer((_, response) => response.end(`x${"é".repeat(600_000)}`));
  expect(await ask(url)).toMatchObject({ bodyTrouble: "too_large" });
});

describe("a compressed body", () => {
  const text = JSON.stringify({ status: "ok", filler: "é".repeat(2000) });
  const encodings: [name: string, header: string | undefined, bytes: Buffer][] = [
    ["gzip", "gzip", gzipSync(text)],
    ["gzip that nobody named", undefined, gzipSync(text)],
    ["deflate", "deflate", deflateSync(text)],
    ["deflate without its wrapper", "deflate", deflateRawSync(text)],
    ["br", "br", brotliCompressSync(text)],
    ["one in the other", "gzip, br", brotliCompressSync(gzipSync(text))],
  ];

  test.each(encodings)("is decoded, asked for or not: %s", async (_name, header, bytes) => {
    const url = await openServer((_, response) => {
      if (header) response.setHeader("content-encoding", header);
      response.end(bytes);
    });
    expect((await ask(url)).body).toBe(text);
  });

  test("that unpacks to more than a body may hold is too large", async () => {
    const bomb = gzipSync("x".repeat(5 * 1024 * 1024));
    const url = await openServer((_, response) => response.setHeader("content-encoding", "gzip").end(bomb));
    expect(await ask(url)).toMatchObject({ status: 200, bodyTrouble: "too_large" });
  });

  test("that cannot be decoded is text that cannot be read", async () => {
    const url = await openServer((_, response) =>
      response.setHeader("content-encoding", "gzip").end("plain"),
    );
    expect(await ask(url)).toMatchObject({ status: 200, bodyTrouble: "bad_utf8" });
  });
});

test("a body that is no UTF-8 is said to be so", async () => {
  const url = await openServer((_, response) => response.end(Buffer.from([0xc3, 0x28])));
  expect(await ask(url)).toMatchObject({ status: 200, bodyTrouble: "bad_utf8" });
});

test("a body that breaks off keeps its status", async () => {
  const url = await openServer((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.socket?.destroy());
  });
  expect(await ask(url)).toMatchObject({ status: 200, bodyTrouble: "reset" });
});

test("three redirects of a GET are followed", async () => {
  const url = await openServer((request, response) => {
    const hop = Number(request.url?.slice(1) || 0);
    if (hop === 3) response.end("there");
    else response.writeHead(302, { location: `/${hop + 1}` }).end();
  });
  expect(await ask(url)).toMatchObject({ status: 200, body: "there" });
});

test("redirects without end are given up", async () => {
  let requests = 0;
  const url = await openServer((_, response) => {
    requests += 1;
    response.writeHead(302, { location: "/" }).end();
  });
  expect(await ask(url)).toMatchObject({ cause: "redirect_loop" });
  expect(requests).toBe(4);
});

test("a POST is never sent on, for a row might be added where nobody wanted one", async () => {
  let requests = 0;
  const url = await openServer((_, response) => {
    requests += 1;
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  expect(await ask(url, { method: "POST", body: "{}" })).toMatchObject({ status: 307 });
  expect(requests).toBe(1);
});

test("a key is not taken along to another host", async () => {
  const seen: (string | string[] | undefined)[] = [];
  const other = await openServer((request, response) => {
    seen.push(request.headers["clay-api-key"]);
    response.end();
  });
  const url = await openServer((request, response) => {
    seen.push(request.headers["clay-api-key"]);
    response.writeHead(302, { location: other }).end();
  });
  await ask(url, { headers: { "clay-api-key": "a key" } });
  expect(seen).toEqual(["a key", undefined]);
});

test.each(["file:///etc/passwd", "http://["])("a redirect to %s is not followed", async (location) => {
  const url = await openServer((_, response) => response.writeHead(302, { location }).end());
  expect(await ask(url)).toMatchObject({ status: 302 });
});

test("whoever started it can end it", async () => {
  const abort = new AbortController();
  const url = await openServer(() => abort.abort());
  expect(await ask(url, {}, { signal: abort.signal })).toMatchObject({ cause: "cancelled" });
});

test("nothing is asked once it was ended", async () => {
  const seen = vi.fn();
  const url = await openServer(seen);
  expect(await ask(url, {}, { signal: AbortSignal.abort() })).toMatchObject({ cause: "cancelled" });
  expect(seen).not.toHaveBeenCalled();
});

test("a name is looked up once for all who need it", async () => {
  const resolve = vi.fn(async () => [{ address: "127.0.0.1", family: 4 }]);
  const lookup = createLookup(resolve);
  await Promise.all([lookup("a.test"), lookup("a.test"), lookup("b.test")]);
  expect(resolve).toHaveBeenCalledTimes(2);
});
