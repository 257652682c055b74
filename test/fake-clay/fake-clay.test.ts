import { describe, expect, onTestFinished, test } from "vitest";
import { type FakeClay, openFakeClay } from "../../src/fake-clay/open-fake-clay.ts";
import { scenarios } from "../../src/fake-clay/scenarios.ts";
import { localKey, localWebhooks, webhookLimit } from "../../src/fake-clay/world.ts";

async function openClay(): Promise<FakeClay> {
  const fake = await openFakeClay();
  onTestFinished(fake.close);
  return fake;
}

const postRow = (fake: FakeClay, init: RequestInit = {}, id: string = localWebhooks.leads) =>
  fetch(`${fake.url}/v3/sources/webhook/${id}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"a":1}',
    ...init,
  });
const rowsOf = (fake: FakeClay) => fake.control.state().webhooks[localWebhooks.leads]?.rows;

describe("a webhook", () => {
  test("counts a row for each body it accepts, an array as one", async () => {
    const fake = await openClay();
    const before = rowsOf(fake)!;
    expect((await postRow(fake)).status).toBe(200);
    expect((await postRow(fake, { body: '[{"a":1},{"a":2}]' })).status).toBe(200);
    expect(rowsOf(fake)).toBe(before + 2);
  });

  test.each<[string, RequestInit, number]>([
    ["another content type", { headers: { "content-type": "text/plain" } }, 400],
    ["a body that is no JSON", { body: "{" }, 400],
    ["a body over 100 KB", { body: JSON.stringify("x".repeat(100 * 1024)) }, 400],
    ["a GET", { method: "GET", body: null }, 404],
  ])("refuses %s and counts nothing", async (_what, init, status) => {
    const fake = await openClay();
    const before = rowsOf(fake);
    expect((await postRow(fake, init)).status).toBe(status);
    expect(rowsOf(fake)).toBe(before);
  });

  test("wants its token, where it has one", async () => {
    const fake = await openClay();
    fake.control.setWebhook(localWebhooks.leads, { token: "t" });
    expect((await postRow(fake)).status).toBe(401);
    const headers = { "content-type": "application/json", "x-clay-webhook-auth": "t" };
    expect((await postRow(fake, { headers })).status).toBe(200);
  });

  test("takes its last row and then says that the limit is reached", async () => {
    const fake = await openClay();
    fake.control.setWebhook(localWebhooks.leads, { rows: webhookLimit - 1 });
    expect((await postRow(fake)).status).toBe(200);
    const refused = await postRow(fake);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ message: "Record limit reached for webhook" });
  });

  test("that nobody made does not exist until it is made", async () => {
    const fake = await openClay();
    expect((await postRow(fake, {}, "new")).status).toBe(404);
    fake.control.setWebhook("new", {});
    expect((await postRow(fake, {}, "new")).status).toBe(200);
  });

  test("can be switched alone", async () => {
    const fake = await openClay();
    fake.control.set(`webhook:${localWebhooks.leads}`, { answer: "rate_limited", retryAfterSeconds: 7 });
    const refused = await postRow(fake);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    expect((await postRow(fake, {}, localWebhooks.events)).status).toBe(200);
  });
});

describe("the public API", () => {
  const me = (fake: FakeClay, headers: Record<string, string>) =>
    fetch(`${fake.url}/public/v0/me`, { headers });

  test("lets in whoever has a good key in clay-api-key, and nobody else", async () => {
    const fake = await openClay();
    expect((await me(fake, { "clay-api-key": localKey })).status).toBe(200);
    expect((await me(fake, { "clay-api-key": "another" })).status).toBe(401);
    expect((await me(fake, { authorization: `Bearer ${localKey}` })).status).toBe(401);
  });

  test("tells both meters, the second null on legacy billing", async () => {
    const fake = await openClay();
    fake.control.setBalance({ credits: 5, actions: null });
    const answer = await fetch(`${fake.url}/public/v0/credits/balance`, {
      headers: { "clay-api-key": localKey },
    });
    expect(await answer.json()).toEqual({ balance: 5 });
  });

  test("knows the old enrichment route as retired, unless it is switched on for whoever has a good key", async () => {
    const fake = await openClay();
    const enrich = (key: string) =>
      fetch(`${fake.url}/v1/people/enrich`, { method: "POST", headers: { authorization: `Bearer ${key}` } });
    const answer = await enrich(localKey);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: "deprecated API endpoint" });
    fake.control.set("enrich", { answer: "ok" });
    expect((await enrich(localKey)).status).toBe(200);
    expect((await enrich("another")).status).toBe(401);
  });
});

test.each(["/api/v1/status.json", "/api/v2/status.json", "/api/v2/summary.json"])(
  "the status page says what it was told in %s",
  async (path) => {
    const fake = await openClay();
    fake.control.setStatus({ indicator: "minor", incidents: [] });
    expect(await (await fetch(fake.sideUrl + path)).json()).toMatchObject({ status: { indicator: "minor" } });
  },
);

describe("a switch", () => {
  test("can make an endpoint show a browser check", async () => {
    const fake = await openClay();
    fake.control.set("status", { answer: "challenge" });
    const answer = await fetch(`${fake.sideUrl}/api/v1/status.json`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Just a moment...");
  });

  test("can make an endpoint answer 5 MB", async () => {
    const fake = await openClay();
    fake.control.set("callback", { answer: "huge_body" });
    const body = await (await fetch(`${fake.sideUrl}/callback/health`)).arrayBuffer();
    expect(body.byteLength).toBeGreaterThan(5 * 1024 * 1024);
  });

  test("can make an endpoint break connections off", async () => {
    const fake = await openClay();
    fake.control.set("app", { answer: "reset" });
    await expect(fetch(`${fake.url}/app`)).rejects.toThrow();
  });

  test("can make an endpoint hang, and closing lets go of it", async () => {
    const fake = await openFakeClay();
    fake.control.set("app", { answer: "hang" });
    const hanging = fetch(`${fake.url}/app`);
    await expect.poll(() => fake.control.state().seen).toHaveLength(1);
    await fake.close();
    await expect(hanging).rejects.toThrow();
  });

  test("can shut Clay's port and open the same one again, while the side port answers", async () => {
    const fake = await openClay();
    await fake.control.setListening(false);
    await expect(fetch(fake.url)).rejects.toThrow();
    expect((await fetch(`${fake.sideUrl}/callback/health`)).status).toBe(200);
    await fake.control.setListening(true);
    expect((await fetch(`${fake.url}/www`)).status).toBe(200);
  });
});

describe("over HTTP", () => {
  const post = (fake: FakeClay, path: string, body: unknown) =>
    fetch(`${fake.sideUrl}/control${path}`, { method: "POST", body: JSON.stringify(body) });

  test("the state, the scenarios and what can be switched are shown", async () => {
    const fake = await openClay();
    const shown = (await (await fetch(`${fake.sideUrl}/control`)).json()) as {
      scenarios: { name: string }[];
    };
    expect(shown).toMatchObject({ state: { scenario: "healthy", listening: true } });
    expect(shown.scenarios.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
  });

  test("each switch does what it does in process", async () => {
    const fake = await openClay();
    await post(fake, "/switch", { name: "app", how: { answer: "not_found", delayMs: 1 } });
    await post(fake, "/balance", { credits: 1, actions: null });
    await post(fake, "/status", { indicator: "major" });
    await post(fake, "/webhook", { id: "new", rows: 3 });
    await post(fake, "/listening", { open: false });
    expect(fake.control.state()).toMatchObject({
      switches: { app: { answer: "not_found", delayMs: 1 } },
      balance: { credits: 1, actions: null },
      status: { indicator: "major" },
      webhooks: { new: { rows: 3 } },
      listening: false,
    });
    await post(fake, "/reset", {});
    expect(fake.control.state()).toMatchObject({ switches: {}, listening: true });
  });

  test("a scenario is brought about from good health, whatever was switched before", async () => {
    const fake = await openClay();
    fake.control.set("app", { answer: "hang" });
    expect((await post(fake, "/scenario", { name: "webhook limit" })).status).toBe(200);
    expect(fake.control.state()).toMatchObject({ scenario: "webhook limit", switches: {} });
    expect((await postRow(fake)).status).toBe(403);
  });

  test.each<[string, unknown, number]>([
    ["/switch", { name: "nothing", how: {} }, 400],
    ["/switch", { name: "app", how: { answer: "explode" } }, 400],
    ["/scenario", { name: "no such thing" }, 404],
    ["/nonsense", {}, 404],
  ])("%s with %j is refused with a reason", async (path, body, status) => {
    const fake = await openClay();
    const refused = await post(fake, path, body);
    expect(refused.status).toBe(status);
    expect(await refused.json()).toHaveProperty("error");
  });
});

test("playing a scenario twice starts from the same state", async () => {
  const fake = await openClay();
  await fake.control.play("webhook token wrong");
  fake.control.setWebhook(localWebhooks.leads, { rows: 5 });
  await fake.control.play("webhook token wrong");
  expect(rowsOf(fake)).toBe(1200);
});
