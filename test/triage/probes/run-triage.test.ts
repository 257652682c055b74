import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Config, configSchema } from "../../../src/config/schema.ts";
import { type FakeClay, openFakeClay } from "../../../src/fake-clay/open-fake-clay.ts";
import { scenarios } from "../../../src/fake-clay/scenarios.ts";
import type { SwitchInput, SwitchName } from "../../../src/fake-clay/switches.ts";
import { localKey, localWebhooks } from "../../../src/fake-clay/world.ts";
import type { ProbeResult } from "../../../src/incident/evidence/evidence.ts";
import { diagnose } from "../../../src/triage/diagnosis/diagnose.ts";
import { planProbes, planTestRow } from "../../../src/triage/probes/plan-probes.ts";
import { type RunOptions, runTriage } from "../../../src/triage/probes/run-triage.ts";
import { createMovableClock } from "../../support/clock.ts";
import { builtInRunbook } from "../support/results.ts";

async function openClay(): Promise<FakeClay> {
  const fake = await openFakeClay();
  onTestFinished(fake.close);
  return fake;
}

function clayOf(fake: FakeClay, submit: "ask" | "always" | "never" = "always"): Config["clay"] {
  const webhooks = fake.configuration.webhooks.map((webhook) => ({ ...webhook, submit }));
  return configSchema.parse({ clay: { ...fake.configuration, webhooks } }).clay;
}

/** Probes everything. The deadline is for machines that are slow, and short only where something hangs. */
function run(clay: Config["clay"], options: Partial<RunOptions> = {}): Promise<ProbeResult[]> {
  const clock = createMovableClock();
  return runTriage({
    probes: planProbes(clay),
    runbook: builtInRunbook,
    clock,
    deadlineMs: 15_000,
    ...options,
  });
}

const byProbe = (results: ProbeResult[]) =>
  Object.fromEntries(results.map((result) => [result.probe, result]));

test("a healthy Clay is found healthy, every probe with its status and times", async () => {
  const fake = await openClay();
  const results = await run(clayOf(fake));
  expect(diagnose(results)).toMatchObject({ outcome: "healthy", findings: [] });
  expect(results.every(({ outcome, timings }) => outcome === "ok" && timings !== undefined)).toBe(true);
  expect(results.find(({ kind }) => kind === "credits")?.balance).toEqual({
    credits: 41_200,
    actions: 15_000,
  });
});

describe("each scenario of the playground is diagnosed:", () => {
  const expected: Record<string, [outcome: string, side: string, code: string | undefined]> = {
    healthy: ["healthy", "unknown", undefined],
    "webhook 404": ["failing", "sender", "webhook.not_found"],
    "webhook limit": ["failing", "account", "webhook.limit_reached"],
    "webhook rate limited": ["degraded", "sender", "webhook.rate_limited"],
    "webhook token wrong": ["failing", "sender", "webhook.unauthorized"],
    "key dead": ["failing", "account", "api.unauthorized"],
    "credits zero": ["failing", "account", "credits.credits_exhausted"],
    "actions zero": ["failing", "account", "credits.actions_exhausted"],
    "credits low": ["degraded", "account", "credits.credits_low"],
    "status incident": ["failing", "clay", "platform.incident_major"],
    "planned maintenance": ["healthy", "unknown", undefined],
    "being monitored": ["healthy", "unknown", undefined],
    "status page blocked": ["healthy", "unknown", "platform.challenged"],
    "callback down": ["failing", "callback", "callback.server_error"],
    "clay errors": ["failing", "clay", "reach.server_error"],
    slow: ["failing", "clay", "reach.timeout"],
    hanging: ["failing", "clay", "reach.timeout"],
    unreachable: ["failing", "clay", "reach.refused"],
    nonsense: ["failing", "callback", "callback.endless"],
  };
  const endAtTheDeadline = ["slow", "hanging", "nonsense"];

  test.each(scenarios.map(({ name }) => name))("%s", async (name) => {
    const fake = await openClay();
    await fake.control.play(name);
    const results = await run(clayOf(fake), endAtTheDeadline.includes(name) ? { deadlineMs: 1000 } : {});
    const { outcome, side, findings } = diagnose(results);
    const codes = findings
      .filter((finding) => finding.outcome === findings[0]?.outcome)
      .map(({ code }) => code);
    const [wantedOutcome, wantedSide, wantedCode] = expected[name] ?? [];
    expect({ outcome, side }).toEqual({ outcome: wantedOutcome, side: wantedSide });
    if (wantedCode) expect(codes).toContain(wantedCode);
    else expect(codes).toEqual([]);
  });
});

describe("Clay's status page", () => {
  const onPage = async (fake: FakeClay) => byProbe(await run(clayOf(fake)))["platform:status"];

  test("that is refused to programs is read from the feed beside it", async () => {
    const fake = await openClay();
    fake.control.setStatus({
      indicator: "major",
      incidents: [{ name: "Rows are late", impact: "major", status: "investigating" }],
    });
    fake.control.set("status", { answer: "challenge" });
    fake.control.set("feed", {});
    expect(await onPage(fake)).toMatchObject({
      code: "platform.incident",
      shape: "RSS",
      severity: "P2",
      meaning: "Clay reports an incident, and does not say how bad it is: Rows are late",
    });
    fake.control.setStatus({ indicator: "none", incidents: [] });
    expect(await onPage(fake)).toMatchObject({ code: "platform.ok", outcome: "ok" });
  });

  test.each(["scheduled", "monitoring"])(
    "that lists what is %s gives a line without a severity",
    async (status) => {
      const fake = await openClay();
      const incidents = [{ name: "Database upgrade", impact: "critical" as const, status }];
      fake.control.setStatus({ indicator: "none", incidents });
      const results = await run(clayOf(fake));
      const { severity, answers } = diagnose(results);
      expect(severity).toBeUndefined();
      expect(answers.platform_up?.answer).toBe("yes");
      expect(byProbe(results)["platform:status"]?.meaning).toMatch(/reports no incident.*Database upgrade$/);
    },
  );
});

describe("webhooks of workflows", () => {
  const address = (fake: FakeClay, id: string) => `${fake.url}/v3/tc-workflows/streams/wfrs_${id}/webhook`;
  const withWorkflows = (fake: FakeClay) => {
    const { clay } = configSchema.parse({
      clay: {
        ...fake.configuration,
        webhooks: [
          { name: "scoring", url: address(fake, "local0000scoring1"), submit: "always" },
          { name: "routing", url: address(fake, "local0000routing2"), submit: "always" },
        ],
      },
    });
    return clay;
  };

  test("take runs with 202, and one whose trigger was edited is gone at its address", async () => {
    const fake = await openClay();
    fake.control.setWebhook("wfrs_local0000scoring1", {});
    const results = await run(withWorkflows(fake));
    const found = byProbe(results);
    expect(found["webhook:scoring"]).toMatchObject({ code: "webhook.ok", httpStatus: 202 });
    expect(found["webhook:routing"]).toMatchObject({ code: "webhook.address_changed", severity: "P1" });
    expect(diagnose(results).answers.webhook_accepting).toMatchObject({
      answer: "no",
      code: "webhook.address_changed",
    });
  });

  test("are told apart by their names; no part of what is secret is shown, and no plain word is taken out", async () => {
    const fake = await openClay();
    const results = await run(withWorkflows(fake));
    expect(JSON.stringify(results)).not.toMatch(/scoring1|routing2/);
    const [probe] = planProbes(withWorkflows(fake));
    expect(probe?.redact("the webhook wfrs_local0000scoring1 is gone")).toBe(
      "the webhook [redacted] is gone",
    );
    expect(byProbe(results)["webhook:routing"]).toMatchObject({
      name: 'Webhook "routing"',
      target: expect.stringContaining("/v3/tc-workflows/streams/…/webhook"),
      meaning: expect.stringMatching(/^Webhook "routing" is not found \(404\)/),
    });
  });
});

test("a webhook's limit is the configured one, and may be none", async () => {
  const fake = await openClay();
  await fake.control.play("webhook limit");
  const said = async (limit: number | "none" | undefined) => {
    const webhooks = fake.configuration.webhooks.map((webhook) => ({ ...webhook, ...(limit && { limit }) }));
    const { clay } = configSchema.parse({ clay: { ...fake.configuration, webhooks } });
    return byProbe(await run(clay))["webhook:leads"]?.meaning;
  };
  expect(await said(undefined)).toContain("it has used its 50,000 submissions (403)");
  expect(await said(120_000)).toContain("it has used its 120,000 submissions (403)");
  expect(await said("none")).toContain("it has used its limit of submissions (403)");
});

describe("a bad answer is bounded, explained and harmless:", () => {
  const rows: [SwitchName, SwitchInput["answer"], probe: string, code: string, outcome: string][] = [
    ["me", "huge_body", "api:default", "api.too_large", "unknown"],
    ["me", "html", "api:default", "api.html", "unknown"],
    ["me", "bad_utf8", "api:default", "api.bad_utf8", "unknown"],
    ["me", "redirect_loop", "api:default", "api.redirect_loop", "unknown"],
    ["me", "challenge", "api:default", "api.challenged", "unknown"],
    ["me", "reset", "api:default", "api.reset", "failing"],
    ["me", "deprecated", "api:default", "api.deprecated_endpoint", "degraded"],
    ["status", "huge_body", "platform:status", "platform.too_large", "unknown"],
    ["status", "challenge", "platform:status", "platform.challenged", "unknown"],
    ["credits", "bad_utf8", "credits:default", "credits.bad_utf8", "unknown"],
    ["callback", "redirect_loop", "callback:default", "callback.redirect_loop", "failing"],
    ["webhook", "payload_too_large", "webhook:leads", "webhook.row_too_large", "failing"],
    ["webhook", "huge_body", "webhook:leads", "webhook.ok", "ok"],
    ["webhook", "redirect_loop", "webhook:leads", "webhook.redirected", "failing"],
  ];
  test.each(rows)("%s with %s", async (name, answer, probe, code, outcome) => {
    const fake = await openClay();
    fake.control.set(name, { answer });
    expect(byProbe(await run(clayOf(fake)))[probe]).toMatchObject({ code, outcome });
  });

  test.each<[SwitchInput["answer"], string]>([
    ["hang", "api.timeout"],
    ["endless_body", "api.endless"],
  ])("%s ends at the deadline", async (answer, code) => {
    const fake = await openClay();
    fake.control.set("me", { answer });
    expect(byProbe(await run(clayOf(fake), { deadlineMs: 1000 }))["api:default"]).toMatchObject({ code });
  });
});

describe("an enterprise key is tried on the route the runbook posts to:", () => {
  const enterprise = (fake: FakeClay, key = localKey) => ({
    ...clayOf(fake),
    keys: [{ name: "default", key, kind: "enterprise" as const }],
  });
  const rows: [SwitchInput["answer"], code: string, severity: string | undefined][] = [
    ["ok", "api.ok", undefined],
    ["unauthorized", "api.unauthorized", "P2"],
    ["payment_required", "api.credits_exhausted", "P1"],
    ["forbidden", "api.forbidden", "P2"],
    ["rate_limited", "api.rate_limited", "P3"],
    ["server_error", "api.server_error", "P1"],
  ];
  test.each(rows)("%s is %s", async (answer, code, severity) => {
    const fake = await openClay();
    fake.control.set("enrich", { answer });
    const result = byProbe(await run(enterprise(fake)))["api:default"];
    expect([result?.code, result?.severity]).toEqual([code, severity]);
  });

  test("a key it does not know is refused", async () => {
    const fake = await openClay();
    fake.control.set("enrich", { answer: "ok" });
    const results = byProbe(await run(enterprise(fake, "another-local-key")));
    expect(results["api:default"]).toMatchObject({ code: "api.unauthorized", httpStatus: 401 });
  });

  test("where Clay has retired it, that is our configuration and no outage of Clay's", async () => {
    const fake = await openClay();
    const { side, verdict, severity, answers } = diagnose(await run(enterprise(fake)));
    expect(side).toBe("configuration");
    expect(verdict).toContain("a route Clay has retired (404). That is our configuration, not an outage.");
    expect(severity).toBeUndefined();
    expect(answers.platform_up?.answer).toBe("yes");
    expect(answers.api_key_valid).toBeUndefined();
  });
});

describe("rows are added only where they may be:", () => {
  test("one per run to a webhook that is always tested, even when it is refused", async () => {
    const fake = await openClay();
    fake.control.set("webhook", { answer: "rate_limited" });
    const results = byProbe(await run(clayOf(fake)));
    expect(results["webhook:leads"]).toMatchObject({ code: "webhook.rate_limited", retryAfterSeconds: 1 });
    expect(fake.control.state().seen.filter(({ endpoint }) => endpoint === "webhook")).toHaveLength(2);
  });

  test("none to a webhook that waits for consent, which is offered instead", async () => {
    const fake = await openClay();
    const results = byProbe(await run(clayOf(fake, "ask")));
    expect(results["webhook:leads"]).toMatchObject({ outcome: "skipped", offersTestRow: true });
    expect(fake.control.state().seen.some(({ endpoint }) => endpoint === "webhook")).toBe(false);
  });

  test("none, and no offer, where it is never tested", async () => {
    const fake = await openClay();
    const results = byProbe(await run(clayOf(fake, "never")));
    expect(results["webhook:leads"]).toMatchObject({ outcome: "skipped", code: "webhook.never_tested" });
    expect(results["webhook:leads"]).not.toHaveProperty("offersTestRow");
  });

  test("one, marked as ours, once a person agreed", async () => {
    const fake = await openClay();
    const { rows } = fake.control.state().webhooks[localWebhooks.leads]!;
    const row = planTestRow(clayOf(fake, "ask"), "webhook:leads")!;
    const [result] = await run(clayOf(fake), { probes: [row] });
    expect(result).toMatchObject({ code: "webhook.ok", probe: "webhook:leads" });
    const { webhooks, seen } = fake.control.state();
    expect(webhooks[localWebhooks.leads]?.rows).toBe(rows + 1);
    expect(JSON.parse(seen.at(-1)!.body)).toEqual({ _triage: true, _ts: 1795424400 });
  });
});

test("a probe that hangs keeps no other from being heard at once", async () => {
  const fake = await openClay();
  fake.control.set("me", { answer: "hang" });
  const clay = clayOf(fake);
  const abort = new AbortController();
  const heard: string[] = [];
  const results = await run(clay, {
    signal: abort.signal,
    onResult: ({ probe }) => {
      heard.push(probe);
      if (heard.length === planProbes(clay).length - 1) abort.abort();
    },
  });
  expect(heard.at(-1)).toBe("api:default");
  expect(byProbe(results)["api:default"]).toMatchObject({ code: "api.cancelled", outcome: "unknown" });
});

test("a bug of ours makes one probe unknown, is reported, and hides no other", async () => {
  const fake = await openClay();
  const onBug = vi.fn();
  const bug = (): never => {
    throw new TypeError("a bug");
  };
  const broken = planProbes(clayOf(fake)).map((probe) => {
    if (probe.kind === "api") return { ...probe, request: bug };
    return probe.kind === "credits"
      ? {
          ...probe,
          yardstick: {
            ...probe.yardstick,
            get lowCredits() {
              return bug();
            },
          },
        }
      : probe;
  });
  const results = byProbe(await run(clayOf(fake), { probes: broken, onBug }));
  expect(results["api:default"]).toMatchObject({ code: "api.bug", outcome: "unknown" });
  expect(results["credits:default"]).toMatchObject({ code: "credits.bug", outcome: "unknown" });
  expect(results["webhook:leads"]).toMatchObject({ outcome: "ok" });
  expect(onBug).toHaveBeenCalledTimes(2);
});

test("a listener that throws is reported and hides no result", async () => {
  const fake = await openClay();
  const onBug = vi.fn();
  const onResult = () => {
    throw new Error("the screen is gone");
  };
  const clay = clayOf(fake);
  expect(await run(clay, { onResult, onBug })).toHaveLength(planProbes(clay).length);
  expect(onBug).toHaveBeenCalledTimes(planProbes(clay).length);
});

test("no result gives away the key, the webhook's address or who owns the key", async () => {
  const fake = await openClay();
  await fake.control.play("key dead");
  fake.control.set("webhook", { answer: "forbidden" });
  const written = JSON.stringify(await run(clayOf(fake)));
  for (const secret of ["clay-local-key", localWebhooks.leads, "Local user"])
    expect(written).not.toContain(secret);
});

test("a failing probe brings the excerpt, the request id and words without placeholders", async () => {
  const fake = await openClay();
  fake.control.set("me", { answer: "server_error" });
  const result = byProbe(await run(clayOf(fake)))["api:default"];
  expect(result).toMatchObject({
    httpStatus: 503,
    requestId: "req_local_503",
    excerpt: '{"message":"Service unavailable"}',
    severity: "P1",
  });
  expect(`${result?.meaning}${result?.remedy}`).not.toMatch(/[{}]/);
});

test("the status page is understood in Statuspage's shape, too", async () => {
  const fake = await openClay();
  await fake.control.play("status incident");
  const clay = { ...clayOf(fake), status_url: `${fake.sideUrl}/api/v2/summary.json` };
  const result = byProbe(await run(clay))["platform:status"];
  expect(result).toMatchObject({
    code: "platform.incident_major",
    excerpt: "Incoming webhooks are not processed",
  });
  expect(result?.meaning).toContain("Incoming webhooks are not processed");
});
