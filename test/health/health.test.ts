import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { type Health, healthRoutes } from "../../src/health/health.ts";
import { type HttpServer, openHttpServer } from "../../src/health/server.ts";
import { addMilliseconds, type Instant } from "../../src/lib/time.ts";

const start: Instant = "2026-11-23T09:00:00.000Z";
const at = (seconds: number) => addMilliseconds(start, seconds * 1000);
const servers: HttpServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function ask(path: string, health: Partial<Health>, method = "GET") {
  const now = health.now ?? (() => at(10));
  const routes = healthRoutes({
    now,
    startedAt: start,
    sockets: () => [{ connected: true, since: at(1) }],
    pingDatabase: async () => {},
    lastLookAt: () => now(),
    ...health,
  });
  const server = await openHttpServer({ host: "127.0.0.1", port: 0, routes });
  servers.push(server);
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return { status: response.status, body: method === "HEAD" ? undefined : await response.json() };
}

describe("/livez", () => {
  test("is fine while one of two sockets is connected", async () => {
    const sockets = () => [
      { connected: true, since: at(1) },
      { connected: false, since: at(2) },
    ];
    expect(await ask("/livez", { sockets, now: () => at(9999) })).toMatchObject({ status: 200 });
  });

  test("bears with sockets that are down for a moment, and fails when they stay down", async () => {
    const sockets = () => [
      { connected: false, since: at(100) },
      { connected: false, since: at(160) },
    ];
    expect((await ask("/livez", { sockets, now: () => at(280) })).status).toBe(200);
    const { status, body } = await ask("/livez", { sockets, now: () => at(281) });
    expect(status).toBe(503);
    expect(body).toMatchObject({ ok: false, missing: ["no connection to Slack for 121 s"] });
  });

  test("fails when the process never got a connection at all", async () => {
    const sockets = () => [{ connected: false, since: start }];
    expect((await ask("/livez", { sockets, now: () => at(121) })).status).toBe(503);
  });

  test("needs no socket in HTTP mode", async () => {
    expect((await ask("/livez", { sockets: () => [], now: () => at(9999) })).status).toBe(200);
  });

  test("fails when the work loop hangs", async () => {
    const { body } = await ask("/livez", { lastLookAt: () => at(5), now: () => at(200) });
    expect(body).toMatchObject({ missing: ["the work loop has not come round for 195 s"] });
  });

  test("does not restart the process for a database that is away", async () => {
    const pingDatabase = () => Promise.reject(new Error("connection refused"));
    expect((await ask("/livez", { pingDatabase })).status).toBe(200);
  });
});

describe("/readyz", () => {
  test("is fine when sockets, database and work loop are", async () => {
    expect(await ask("/readyz", {})).toMatchObject({ status: 200, body: { ok: true, missing: [] } });
  });

  test("says everything that is missing, at once", async () => {
    const { status, body } = await ask("/readyz", {
      sockets: () => [{ connected: false, since: at(4) }],
      pingDatabase: () => Promise.reject(new Error("connection refused")),
      lastLookAt: () => null,
    });
    expect(status).toBe(503);
    expect(body).toMatchObject({
      ok: false,
      missing: [
        "no connection to Slack for 6 s",
        "the database does not answer: connection refused",
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
