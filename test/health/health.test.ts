import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { type Health, healthRoutes } from "../../src/health/health.ts";
import { type HttpServer, openHttpServer } from "../../src/health/server.ts";

const servers: HttpServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function ask(path: string, health: Partial<Health>, method = "GET") {
  const routes = healthRoutes({
    upForMs: () => 10_000,
    sockets: () => [up],
    storeTrouble: async () => null,
    sinceLookMs: () => 0,
    refusedTokens: () => [],
    lastClockJump: () => null,
    ...health,
  });
  const server = await openHttpServer({ host: "127.0.0.1", port: 0, routes });
  servers.push(server);
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return { status: response.status, body: method === "HEAD" ? undefined : await response.json() };
}

const up = { connected: true, forMs: 9_000 };
const downFor = (seconds: number) => ({ connected: false, forMs: seconds * 1000 });

describe("/livez", () => {
  test("is fine while one of two sockets is connected", async () => {
    expect(await ask("/livez", { sockets: () => [up, downFor(9999)] })).toMatchObject({ status: 200 });
  });

  test("bears with sockets that are down for a moment, and fails when they stay down", async () => {
    expect((await ask("/livez", { sockets: () => [downFor(180), downFor(120)] })).status).toBe(200);
    const { status, body } = await ask("/livez", { sockets: () => [downFor(181), downFor(121)] });
    expect(status).toBe(503);
    expect(body).toMatchObject({ ok: false, missing: ["no connection to Slack for 121 s"] });
  });

  test("needs no socket in HTTP mode", async () => {
    expect((await ask("/livez", { sockets: () => [], upForMs: () => 9_999_000 })).status).toBe(200);
  });

  test("fails when the work loop hangs, also before its first time", async () => {
    const { body } = await ask("/livez", { sinceLookMs: () => 195_000 });
    expect(body).toMatchObject({ missing: ["the work loop has not come round for 195 s"] });
    const never = await ask("/livez", { sinceLookMs: () => null, upForMs: () => 121_000 });
    expect(never.body).toMatchObject({ missing: ["the work loop has not come round for 121 s"] });
  });

  test("does not restart the process for a database that is away", async () => {
    const storeTrouble = async () => "the record cannot be read: connection refused";
    expect((await ask("/livez", { storeTrouble })).status).toBe(200);
  });

  test("tells of a clock that was set, which no restart puts right", async () => {
    const lastClockJump = () => ({ at: "2026-11-23T09:00:00.000Z", bySeconds: -3600 });
    expect(await ask("/livez", { lastClockJump })).toMatchObject({
      status: 200,
      body: { notes: ["this machine's clock was set back by 3600 s when it said 2026-11-23T09:00:00.000Z"] },
    });
  });
});

describe("/readyz", () => {
  test("is fine when sockets, database and work loop are", async () => {
    expect(await ask("/readyz", {})).toMatchObject({ status: 200, body: { ok: true, missing: [] } });
  });

  test("names the token Slack refuses, for which no restart helps", async () => {
    const refusedTokens = () => [{ token: "app" as const, code: "invalid_auth" }];
    expect(await ask("/readyz", { refusedTokens })).toMatchObject({
      status: 503,
      body: { missing: ["Slack refuses the app token: invalid_auth"] },
    });
    expect((await ask("/livez", { refusedTokens, sockets: () => [downFor(999)] })).status).toBe(200);
  });

  test("says everything that is missing, at once", async () => {
    const { status, body } = await ask("/readyz", {
      sockets: () => [downFor(6)],
      storeTrouble: async () => "the record cannot be written: disk full",
      sinceLookMs: () => null,
    });
    expect(status).toBe(503);
    expect(body).toMatchObject({
      ok: false,
      missing: [
        "no connection to Slack for 6 s",
        "the record cannot be written: disk full",
        "the work loop has not come round yet",
      ],
    });
  });
});

test.each(["//", "http://[", "*"])(
  "a request for %s is refused, and the process lives on",
  async (target) => {
    const server = await openHttpServer({ host: "127.0.0.1", port: 0, routes: {} });
    servers.push(server);
    const status = await new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: server.port, path: target }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on("error", reject).end();
    });
    expect(status).toBe(404);
  },
);

test("other paths and methods are refused, naming what there is", async () => {
  expect(await ask("/", {})).toMatchObject({ status: 404, body: { paths: ["/livez", "/readyz"] } });
  expect(await ask("/constructor", {})).toMatchObject({ status: 404 });
  expect((await ask("/livez", {}, "POST")).status).toBe(405);
  expect((await ask("/livez", {}, "HEAD")).status).toBe(200);
});
