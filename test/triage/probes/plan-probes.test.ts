import { expect, test } from "vitest";
import { type Config, configSchema } from "../../../src/config/schema.ts";
import { planProbes, planTestRow } from "../../../src/triage/probes/plan-probes.ts";
import { plannedOf } from "../../../src/triage/probes/probe.ts";

const url = "https://api.clay.com/v3/sources/webhook/pull-in-data-from-a-webhook-3f2a";
const at = "2026-11-23T09:14:00.500Z";

const clayWith = (clay: object): Config["clay"] => configSchema.parse({ clay }).clay;
const plan = (clay: object) => planProbes(clayWith(clay));
const find = (clay: object, probe: string) => {
  const found = plan(clay).find((planned) => planned.probe === probe);
  if (!found) throw new Error(`no probe ${probe}`);
  return found;
};
const requestOf = (clay: object, probe: string) => {
  const found = find(clay, probe);
  return "request" in found ? found.request(at) : undefined;
};

test("with nothing configured, Clay's own addresses are probed and what is missing is named", () => {
  const lines = plan({}).map((probe) => [
    probe.probe,
    probe.target,
    "settled" in probe ? probe.settled : "asked",
  ]);
  expect(lines).toEqual([
    ["platform:status", "status.clay.com/api/v1/status.json", "asked"],
    ["reach:www.clay.com", "www.clay.com", "asked"],
    ["reach:app.clay.com", "app.clay.com", "asked"],
    ["reach:api.clay.com", "api.clay.com", "asked"],
    ["webhook:none", "CLAY_WEBHOOK_URL is not set", "webhook.not_set"],
    ["api:none", "CLAY_API_KEY is not set", "api.no_key"],
    ["credits:none", 'no key of kind "public" is set', "credits.no_key"],
    ["callback:none", "CLAY_CALLBACK_URL is not set", "callback.not_set"],
  ]);
});

test("what is known by a variable alone needs no name; several are told apart by theirs", () => {
  const alone = { name: "default", url };
  expect(find({ webhooks: [alone] }, "webhook:default").name).toBe("Webhook");
  const several = [alone, { name: "leads", url }];
  expect(find({ webhooks: several }, "webhook:default").name).toBe('Webhook "default"');
  expect(find({ webhooks: several }, "webhook:leads").name).toBe('Webhook "leads"');
});

test("a webhook waits for consent unless its configuration says always", () => {
  const webhook = (submit?: string) => ({
    webhooks: [{ name: "leads", url, ...(submit ? { submit } : {}) }],
  });
  expect(find(webhook(), "webhook:leads")).toMatchObject({ settled: "webhook.needs_consent" });
  expect(find(webhook("never"), "webhook:leads")).toMatchObject({ settled: "webhook.never_tested" });
  expect(find(webhook("always"), "webhook:leads")).not.toHaveProperty("settled");
});

test("the test row is what the runbook posts, with the webhook's token", () => {
  const row = planTestRow(
    clayWith({ webhooks: [{ name: "leads", url, auth_token: "a token" }] }),
    "webhook:leads",
  );
  expect(row && "request" in row && row.request(at)).toEqual({
    method: "POST",
    url,
    headers: expect.objectContaining({
      "content-type": "application/json",
      "x-clay-webhook-auth": "a token",
    }),
    body: '{"_triage":true,"_ts":1795425240}',
  });
});

test("no test row is planned for a webhook that is unknown or never to be posted to", () => {
  const clay = clayWith({ webhooks: [{ name: "leads", url, submit: "never" }] });
  expect(planTestRow(clay, "webhook:leads")).toBeUndefined();
  expect(planTestRow(clay, "webhook:events")).toBeUndefined();
});

test("a key alone is asked for with the free route of the public API", () => {
  const request = requestOf({ keys: [{ name: "main", key: "a key" }] }, "api:main");
  expect(request).toMatchObject({ method: "GET", url: "https://api.clay.com/public/v0/me" });
  expect(request?.headers).toMatchObject({ "clay-api-key": "a key" });
});

test("an enterprise key is sent as a bearer to the runbook's route, and reads no balance", () => {
  const clay = { keys: [{ name: "main", key: "a key", kind: "enterprise" }] };
  const request = requestOf(clay, "api:main");
  expect(request).toMatchObject({ method: "POST", url: "https://api.clay.com/v1/people/enrich" });
  expect(request?.headers).toMatchObject({ authorization: "Bearer a key" });
  expect(find(clay, "credits:none")).toMatchObject({ settled: "credits.no_key" });
});

test("a host named twice is probed once", () => {
  const hosts = plan({ hosts: ["https://www.clay.com", "https://www.clay.com/"] });
  expect(hosts.filter(({ kind }) => kind === "reach")).toHaveLength(1);
});

test("neither a probe written out nor its plan gives a secret away", () => {
  const clay = {
    webhooks: [{ name: "leads", url, auth_token: "a-local-token", submit: "always" }],
    keys: [{ name: "main", key: "a-local-key" }],
    callbacks: [{ name: "app", url: "https://user:a-password@app.example/health?token=a-local-query" }],
  };
  const written = JSON.stringify([plan(clay), plan(clay).map(plannedOf)]);
  for (const secret of ["pull-in-data", "a-local-token", "a-local-key", "a-password", "a-local-query"]) {
    expect(written).not.toContain(secret);
  }
});

test("secrets an answer repeats are redacted", () => {
  const clay = { webhooks: [{ name: "leads", url }], keys: [{ name: "main", key: "a-local-key" }] };
  const text = find(clay, "api:main").redact(`${url} pull-in-data-from-a-webhook-3f2a a-local-key`);
  expect(text).not.toMatch(/pull-in-data|a-local-key/);
});

test("each provider's status page is read, with the component that counts", () => {
  const status_url = "https://status.lusha.com/api/v2/summary.json";
  const providers = [{ name: "Lusha", status_url, component: "Lusha API" }];
  expect(find({ providers }, "provider:Lusha")).toMatchObject({
    name: 'Provider "Lusha"',
    target: "status.lusha.com/api/v2/summary.json",
    yardstick: { component: "Lusha API" },
  });
  expect(requestOf({ providers }, "provider:Lusha")).toMatchObject({ method: "GET", url: status_url });
});
