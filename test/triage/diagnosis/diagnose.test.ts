import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnosis } from "../../../src/incident/evidence/evidence.ts";
import { diagnose } from "../../../src/triage/diagnosis/diagnose.ts";
import type { FindingCode } from "../../../src/triage/kinds/finding-codes.ts";
import type { Exchange, NoAnswer } from "../../../src/triage/probes/answer.ts";
import { answered, challenge, unanswered, webPage } from "../support/answers.ts";
import { allProbes, each, found, probedAt, probesOfClay, wellBut } from "../support/results.ts";

const limitReached = answered(403, { body: { message: "Record limit reached for webhook" } });
const retired = answered(404, { body: { message: "deprecated API endpoint" } });
const majorIncident = answered(200, {
  body: { status: { indicator: "major" }, incidents: [{ name: "Rows do not load", impact: "major" }] },
});
const allQuiet = answered(200, { body: { status: { indicator: "none" }, incidents: [] } });
const balance = (credits: number, actions: number | null) =>
  answered(200, { body: { balance: credits, action_execution_balance: actions } });

type Expected = Partial<Diagnosis> & { top?: string };
type Case = [when: string, changes: Record<string, Exchange | FindingCode>, expected: Expected];

const oneThing: Case[] = [
  [
    "a webhook's limit is reached",
    { "webhook:leads": limitReached },
    { outcome: "failing", side: "account", severity: "P1", top: "webhook.limit_reached" },
  ],
  [
    "a webhook is gone",
    { "webhook:leads": answered(404) },
    { outcome: "failing", side: "sender", severity: "P1", top: "webhook.not_found" },
  ],
  [
    "rows come too fast",
    { "webhook:leads": answered(429) },
    { outcome: "degraded", side: "sender", severity: "P3", top: "webhook.rate_limited" },
  ],
  [
    "a token is wrong",
    { "webhook:leads": answered(401) },
    { outcome: "failing", side: "sender", top: "webhook.unauthorized" },
  ],
  [
    "a row is malformed",
    { "webhook:leads": answered(400) },
    { outcome: "failing", side: "sender", top: "webhook.bad_request" },
  ],
  [
    "one webhook fails at Clay",
    { "webhook:leads": answered(500) },
    { outcome: "failing", side: "clay", severity: "P1", top: "webhook.server_error" },
  ],
  [
    "a webhook's host does not exist",
    { "webhook:leads": unanswered("dns") },
    { outcome: "failing", side: "configuration", top: "webhook.dns" },
  ],
  [
    "a webhook does not answer while the rest of Clay does",
    { "webhook:leads": unanswered("timeout") },
    { outcome: "failing", side: "clay", top: "webhook.timeout" },
  ],
  [
    "the key is dead",
    { "api:main": answered(401), "credits:main": answered(401) },
    { outcome: "failing", side: "account", severity: "P2", top: "api.unauthorized" },
  ],
  [
    "the plan is too small",
    { "api:main": answered(403) },
    { outcome: "failing", side: "account", top: "api.forbidden" },
  ],
  [
    "the API asks for payment",
    { "api:main": answered(402) },
    { outcome: "failing", side: "account", severity: "P1", top: "api.credits_exhausted" },
  ],
  [
    "our configuration calls a retired route",
    { "api:main": retired },
    { outcome: "degraded", side: "configuration", top: "api.deprecated_endpoint" },
  ],
  [
    "our configuration calls an unknown route",
    { "api:main": answered(404) },
    { outcome: "degraded", side: "configuration", top: "api.not_found" },
  ],
  [
    "credits are out",
    { "credits:main": balance(0, 15_000) },
    { outcome: "failing", side: "account", severity: "P1", top: "credits.credits_exhausted" },
  ],
  [
    "actions are out",
    { "credits:main": balance(41_200, 0) },
    { outcome: "failing", side: "account", severity: "P1", top: "credits.actions_exhausted" },
  ],
  [
    "credits are low",
    { "credits:main": balance(180, 15_000) },
    { outcome: "degraded", side: "account", severity: "P3", top: "credits.credits_low" },
  ],
  [
    "the callback fails",
    { "callback:app": answered(503) },
    { outcome: "failing", side: "callback", severity: "P2", top: "callback.server_error" },
  ],
  [
    "the callback is down",
    { "callback:app": unanswered("refused") },
    { outcome: "failing", side: "callback", top: "callback.refused" },
  ],
  [
    "the callback's failure has no words of its own",
    { "callback:app": answered(200, { bodyTrouble: "reset" }) },
    { side: "callback" },
  ],
  [
    "a major incident is posted",
    { "platform:status": majorIncident },
    { outcome: "failing", side: "clay", severity: "P1", top: "platform.incident_major" },
  ],
  [
    "one host fails",
    { "reach:app.clay.com": answered(502) },
    { outcome: "failing", side: "clay", top: "reach.server_error" },
  ],
  [
    "one host is slow",
    { "reach:app.clay.com": answered(200, { timings: { totalMs: 3000 } }) },
    { outcome: "degraded", side: "clay", top: "reach.slow" },
  ],
];

describe("of one thing that is wrong, when", () => {
  test.each(oneThing)("%s", (_when, changes, { top, ...expected }) => {
    const diagnosis = diagnose(wellBut(changes));
    expect(diagnosis).toMatchObject(expected);
    if (top) expect(diagnosis.findings[0]?.code).toBe(top);
    expect(diagnosis.verdict).toMatch(/^Most likely: /);
    expect(diagnosis.verdict).toContain(diagnosis.findings[0]?.meaning);
  });
});

test("when all is well nothing is wrong, and no severity is suggested", () => {
  const diagnosis = diagnose(wellBut());
  expect(diagnosis).toMatchObject({ outcome: "healthy", verdict: "Nothing wrong was found.", findings: [] });
  expect(diagnosis).not.toHaveProperty("severity");
});

describe("what is unknown is never read as down:", () => {
  const unreadable: [string, Exchange][] = [
    ["a browser check", challenge],
    ["a web page", webPage],
    ["no answer", unanswered("timeout")],
    ["a server error", answered(500)],
  ];
  test.each(unreadable)("a status page with %s leaves the verdict as it is", (_what, exchange) => {
    const diagnosis = diagnose(wellBut({ "platform:status": exchange }));
    expect(diagnosis).toMatchObject({
      outcome: "healthy",
      verdict: "Nothing wrong was found. Not known: Clay status page.",
    });
    expect(diagnosis.answers).not.toHaveProperty("platform_up");
  });

  test("a balance that cannot be read is no shortage of credits", () => {
    const diagnosis = diagnose(wellBut({ "credits:main": answered(403) }));
    expect(diagnosis.outcome).toBe("healthy");
    expect(diagnosis.answers).not.toHaveProperty("credits_left");
  });

  test("a run in which nothing gave an answer that can be read determines nothing", () => {
    const diagnosis = diagnose(
      allProbes.filter((probe) => !probe.startsWith("callback")).map((probe) => found(probe, challenge)),
    );
    expect(diagnosis).toMatchObject({ outcome: "inconclusive", side: "unknown", answers: {} });
    expect(diagnosis.verdict).toMatch(/^Nothing could be determined/);
  });

  test("where more kinds of probes could not be read than could, nothing is called healthy", () => {
    const unread = allProbes.filter((probe) => /^(platform|api|credits|provider|webhook)/.test(probe));
    const diagnosis = diagnose(wellBut(each(unread, challenge)));
    expect(diagnosis.outcome).toBe("inconclusive");
    expect(diagnosis.verdict).toMatch(/^Most of it could not be determined\. Not known: /);
    expect(diagnose(wellBut(each(["platform:status"], challenge))).outcome).toBe("healthy");
  });

  test("a run without results determines nothing", () => {
    expect(diagnose([])).toMatchObject({ outcome: "inconclusive", findings: [], answers: {} });
  });
});

describe("a data provider", () => {
  test("with a major incident is a small trouble, on its own side, and no outage of Clay", () => {
    const diagnosis = diagnose(wellBut({ "provider:Apollo": majorIncident }));
    expect(diagnosis).toMatchObject({ outcome: "degraded", side: "provider", severity: "P3" });
    expect(diagnosis.verdict).toContain('Provider "Apollo" reports a major incident');
    expect(diagnosis.sideEvidence).toMatch(/^On whose side: a data provider's\. Not an outage: /);
  });

  test("whose page does not answer is neither down nor a sign of Clay's silence", () => {
    const quiet = diagnose(wellBut({ "provider:Apollo": unanswered("timeout") }));
    expect(quiet).toMatchObject({ outcome: "healthy" });
    const silent = each([...probesOfClay, "provider:Apollo"], unanswered("timeout"));
    expect(diagnose(wellBut(silent)).verdict).not.toContain("Apollo");
  });

  test("whose page answers shows that our own network works", () => {
    const silent = each([...probesOfClay, "platform:status"], unanswered("timeout"));
    const diagnosis = diagnose(wellBut({ ...silent, "provider:Apollo": allQuiet }));
    expect(diagnosis).toMatchObject({ side: "clay" });
    expect(diagnosis.sideEvidence).toContain('Our network reaches the internet: Provider "Apollo" answered.');
  });
});

describe("of failures that agree:", () => {
  test("when Slack is as silent as Clay it is our own network, though our own callback answers", () => {
    const silent = each(["platform:status", ...probesOfClay, "neutral:slack"], unanswered("timeout"));
    const diagnosis = diagnose(wellBut(silent));
    expect(diagnosis).toMatchObject({ outcome: "inconclusive", side: "network" });
    expect(diagnosis.verdict).toContain("our own network");
    expect(diagnosis.verdict).toContain("Only Callback answered.");
    expect(JSON.stringify(diagnosis)).not.toContain('"severity"');
  });

  test("when Slack answers and nothing of Clay does, our network works, so it is Clay", () => {
    const silent = each(["platform:status", ...probesOfClay], unanswered("timeout"));
    const diagnosis = diagnose(wellBut({ ...silent, "neutral:slack": answered(200) }));
    expect(diagnosis).toMatchObject({ outcome: "failing", side: "clay" });
    expect(diagnosis.sideEvidence).toContain("Slack answered");
  });

  test("what a proxy keeps back is said of our network, never of Clay", () => {
    const all = diagnose(wellBut(each(allProbes, unanswered("proxy"))));
    expect(all).toMatchObject({ outcome: "inconclusive", side: "network" });
    expect(all.sideEvidence).toContain("proxy lets nothing through");
    const ofClay = diagnose(wellBut(each(probesOfClay, unanswered("proxy"))));
    expect(ofClay).toMatchObject({ side: "network" });
    expect(ofClay.verdict).toContain("proxy does not let this bot through");
    expect(ofClay.verdict).not.toContain("Clay is down");
    expect(JSON.stringify([all, ofClay])).not.toContain('"severity"');
  });

  test("when nothing at all answers it is our own network, and nothing is known about Clay", () => {
    const diagnosis = diagnose(wellBut(each(allProbes, unanswered("dns"))));
    expect(diagnosis).toMatchObject({ outcome: "inconclusive", side: "network", answers: {} });
    expect(diagnosis.verdict).toContain("our own network");
    expect(diagnosis.sideEvidence).toContain("www.clay.com (dns)");
    expect(diagnosis).not.toHaveProperty("severity");
  });

  test.each<NoAnswer["cause"]>(["timeout", "refused", "reset", "tls", "dns"])(
    "when all of Clay (%s) is silent but its status page answers, our network works, so it is Clay",
    (cause) => {
      const diagnosis = diagnose(wellBut(each(probesOfClay, unanswered(cause))));
      expect(diagnosis).toMatchObject({ outcome: "failing", side: "clay" });
      expect(diagnosis.verdict).toContain("Clay is down or cannot be reached");
      expect(diagnosis.sideEvidence).toContain(
        "Our network reaches the internet: Clay status page answered.",
      );
      expect(diagnosis.answers.platform_up).toMatchObject({ answer: "no" });
      expect(diagnosis.answers.webhook_accepting).toMatchObject({ answer: "no", code: `webhook.${cause}` });
    },
  );

  test("when only our own callback answers, it may be Clay or our way out", () => {
    const silent = each([...probesOfClay, "platform:status"], unanswered("timeout"));
    const diagnosis = diagnose(wellBut(silent));
    expect(diagnosis).toMatchObject({ outcome: "failing", side: "unknown" });
    expect(diagnosis.sideEvidence).toContain(
      "Callback answered, so it is Clay or our way out to the internet.",
    );
    expect(Object.keys(diagnosis.answers)).toEqual(["callback_up"]);
  });

  test("when www answers and app and api do not, it is Clay", () => {
    const silent = probesOfClay.filter((probe) => probe !== "reach:www.clay.com");
    const diagnosis = diagnose(wellBut(each(silent, unanswered("timeout"))));
    expect(diagnosis).toMatchObject({ outcome: "failing", side: "clay" });
    expect(diagnosis.sideEvidence).toContain("www.clay.com");
  });

  test("several of Clay's endpoints with errors are one outage, not many troubles", () => {
    const diagnosis = diagnose(
      wellBut(each(["reach:api.clay.com", "webhook:leads", "api:main"], answered(503))),
    );
    expect(diagnosis).toMatchObject({ outcome: "failing", side: "clay", severity: "P1" });
    expect(diagnosis.verdict).toBe(
      'Most likely: an outage at Clay. What fails: api.clay.com, Webhook "leads" and API key.',
    );
  });

  test("an outage has one remedy, and what is no part of it keeps its own", () => {
    const broken = each(["reach:api.clay.com", "webhook:leads", "api:main", "credits:main"], answered(503));
    const { findings } = diagnose(wellBut({ ...broken, "callback:app": answered(503) }));
    const told = Map.groupBy(findings, ({ remedy }) => remedy);
    expect([...told.values()].map((mended) => mended.map(({ probe }) => probe))).toEqual([
      ["reach:api.clay.com", "webhook:leads", "api:main", "credits:main"],
      ["callback:app"],
    ]);
  });

  test("two webhooks with the same error are no outage of all Clay", () => {
    const diagnosis = diagnose(wellBut(each(["webhook:leads", "webhook:events"], answered(500))));
    expect(diagnosis.verdict).not.toContain("an outage at Clay");
    expect(diagnosis).toMatchObject({ side: "clay" });
  });
});

describe("of failures that differ:", () => {
  test("a certain cause of ours explains more than a posted incident", () => {
    const diagnosis = diagnose(wellBut({ "webhook:leads": limitReached, "platform:status": majorIncident }));
    expect(diagnosis.findings.map(({ code }) => code)).toEqual([
      "webhook.limit_reached",
      "platform.incident_major",
    ]);
    expect(diagnosis).toMatchObject({ side: "account" });
    expect(diagnosis.verdict).toContain("Also troubled: Clay status page.");
  });

  test("the worse severity comes first, and what fails before what is degraded", () => {
    const diagnosis = diagnose(
      wellBut({
        "callback:app": answered(503),
        "credits:main": balance(0, 15_000),
        "webhook:leads": answered(429),
      }),
    );
    expect(diagnosis.findings.map(({ code }) => code)).toEqual([
      "credits.credits_exhausted",
      "callback.server_error",
      "webhook.rate_limited",
    ]);
    expect(diagnosis.severity).toBe("P1");
  });

  test("a retired route is never called an outage, not even beside one", () => {
    const alone = diagnose(wellBut({ "api:main": retired }));
    expect(alone.side).toBe("configuration");
    expect(alone.verdict).not.toContain("outage at Clay");
    const beside = diagnose(wellBut({ "api:main": retired, "webhook:leads": answered(500) }));
    expect(beside.findings.find(({ code }) => code === "api.deprecated_endpoint")?.side).toBe(
      "configuration",
    );
    expect(beside.verdict).not.toContain("an outage at Clay");
  });

  test("the evidence for a side names what points to it, what is fine and what is not known", () => {
    const diagnosis = diagnose(wellBut({ "webhook:leads": limitReached, "platform:status": challenge }));
    expect(diagnosis.sideEvidence).toBe(
      "On whose side: Clay's limit on your webhook. " +
        'Not an outage: Clay\'s hosts, Webhook "events", API key, Credits and Callback are fine. ' +
        "Not known: Clay status page.",
    );
  });

  test("what is ours is called no outage, but only while nothing of Clay's is in trouble", () => {
    const dead = { "api:main": answered(401) };
    expect(diagnose(wellBut(dead)).sideEvidence).toMatch(
      /^On whose side: your Clay account or its limits\. Not an outage: Clay status page, Clay's hosts, /,
    );
    for (const trouble of [{ "webhook:leads": answered(500) }, { "platform:status": majorIncident }]) {
      expect(diagnose(wellBut({ ...dead, ...trouble })).sideEvidence).not.toContain("Not an outage");
    }
  });

  test("several that point to the same side are named with what each got", () => {
    const { sideEvidence } = diagnose(wellBut({ "webhook:leads": limitReached, "api:main": answered(401) }));
    expect(sideEvidence).toContain('Shown by Webhook "leads" (403) and API key (401).');
  });
});

describe("of what was not tested:", () => {
  test("a webhook that waits for consent is named, but is no finding", () => {
    const diagnosis = diagnose(wellBut({ "webhook:leads": "webhook.needs_consent" }));
    expect(diagnosis).toMatchObject({
      outcome: "healthy",
      verdict: 'Nothing wrong was found. Not tested: Webhook "leads".',
      findings: [],
    });
  });

  test("a webhook that is not set is a finding about our configuration, and nothing fails for it", () => {
    const diagnosis = diagnose(wellBut({ "webhook:leads": "webhook.not_set" }));
    expect(diagnosis.outcome).toBe("healthy");
    expect(diagnosis.findings).toMatchObject([{ code: "webhook.not_set", side: "configuration" }]);
  });

  test("a missing key or callback is named, but is no finding", () => {
    const without = wellBut({
      "api:main": "api.no_key",
      "credits:main": "credits.no_key",
      "callback:app": "callback.not_set",
    });
    expect(diagnose(without)).toMatchObject({
      outcome: "healthy",
      verdict: "Nothing wrong was found. Not tested: API key, Credits and Callback.",
      findings: [],
    });
  });
});

describe("the decision tree is answered:", () => {
  const answersOf = (changes: Record<string, Exchange | FindingCode>) => {
    const { answers } = diagnose(wellBut(changes));
    return Object.fromEntries(Object.entries(answers).map(([key, { answer }]) => [key, answer]));
  };

  test("with yes throughout while all is well", () => {
    expect(answersOf({})).toEqual({
      platform_up: "yes",
      webhook_accepting: "yes",
      credits_left: "yes",
      actions_left: "yes",
      api_key_valid: "yes",
      callback_up: "yes",
    });
  });

  test("of two webhooks that refuse, the worse one's code leads on", () => {
    const { answers } = diagnose(wellBut({ "webhook:leads": answered(429), "webhook:events": limitReached }));
    expect(answers.webhook_accepting).toMatchObject({ answer: "no", code: "webhook.limit_reached" });
  });

  test("each answer says why, by which probe and when", () => {
    const { answers } = diagnose(wellBut({ "webhook:leads": limitReached }));
    expect(answers.webhook_accepting).toEqual({
      answer: "no",
      because: expect.stringContaining("has used its limit of submissions"),
      probe: "webhook:leads",
      at: probedAt,
      code: "webhook.limit_reached",
    });
    expect(answers.credits_left).toMatchObject({ because: "41,200 credits left", probe: "credits:main" });
  });

  test.each<[string, Record<string, Exchange | FindingCode>, Record<string, string | undefined>]>([
    ["a full webhook accepts nothing", { "webhook:leads": limitReached }, { webhook_accepting: "no" }],
    ["a missing webhook accepts nothing", { "webhook:leads": answered(404) }, { webhook_accepting: "no" }],
    ["a throttled webhook refuses rows", { "webhook:leads": answered(429) }, { webhook_accepting: "no" }],
    ["a webhook in an outage refuses rows", { "webhook:leads": answered(500) }, { webhook_accepting: "no" }],
    [
      "a webhook that is silent while the rest of Clay answers loses rows",
      { "webhook:leads": unanswered("timeout") },
      { webhook_accepting: "no" },
    ],
    [
      "an untested webhook leaves it open",
      { "webhook:leads": "webhook.needs_consent" },
      { webhook_accepting: undefined },
    ],
    ["zero credits", { "credits:main": balance(0, 9) }, { credits_left: "no", actions_left: "yes" }],
    ["zero actions", { "credits:main": balance(9, 0) }, { credits_left: "yes", actions_left: "no" }],
    ["both at zero", { "credits:main": balance(0, 0) }, { credits_left: "no", actions_left: "no" }],
    [
      "one meter alone",
      { "credits:main": balance(9, null) },
      { credits_left: "yes", actions_left: undefined },
    ],
    [
      "402 from the API",
      { "api:main": answered(402), "credits:main": answered(403) },
      { credits_left: "no" },
    ],
    ["a dead key", { "api:main": answered(401) }, { api_key_valid: "no" }],
    ["a revoked key", { "api:main": answered(403) }, { api_key_valid: "no" }],
    ["a retired route proves nothing about the key", { "api:main": retired }, { api_key_valid: undefined }],
    ["a callback that fails", { "callback:app": answered(500) }, { callback_up: "no" }],
    ["a callback behind a sign-in", { "callback:app": answered(401) }, { callback_up: undefined }],
    [
      "a slow callback is up",
      { "callback:app": answered(200, { timings: { totalMs: 4000 } }) },
      { callback_up: "yes" },
    ],
    ["a major incident", { "platform:status": majorIncident }, { platform_up: "no" }],
    [
      "a provider's major incident",
      { "provider:Apollo": majorIncident },
      { providers_up: "no", platform_up: "yes" },
    ],
    [
      "providers without one",
      { "provider:Apollo": allQuiet, "provider:Lusha": allQuiet },
      { providers_up: "yes" },
    ],
    ["a provider's page that cannot be read", { "provider:Apollo": challenge }, { providers_up: undefined }],
    ["no provider's page to read", {}, { providers_up: undefined }],
    ["one host of three down", { "reach:app.clay.com": answered(502) }, { platform_up: undefined }],
    ["only the marketing site down", { "reach:www.clay.com": answered(502) }, { platform_up: undefined }],
    [
      "all but the marketing site down",
      { "reach:app.clay.com": answered(502), "reach:api.clay.com": answered(502) },
      { platform_up: "no" },
    ],
  ])("%s", (_when, changes, expected) => {
    const answers = answersOf(changes);
    for (const [key, answer] of Object.entries(expected)) expect(answers[key]).toBe(answer);
  });
});

test("whatever the results, a diagnosis is made, ranked, and without a severity nothing suggested", () => {
  const exchanges = [200, 202, 302, 400, 401, 402, 403, 404, 413, 418, 429, 500, 503].map((status) =>
    answered(status),
  );
  const anything = fc.constantFrom(
    ...exchanges,
    limitReached,
    retired,
    challenge,
    webPage,
    unanswered("dns"),
    unanswered("timeout"),
    unanswered("cancelled"),
  );
  const rank = ["failing", "degraded", "unknown", "skipped"];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...allProbes), anything), (changes) => {
      const { findings, outcome, verdict, severity } = diagnose(wellBut(changes));
      const places = findings.map((finding) => rank.indexOf(finding.outcome));
      expect(places).toEqual(places.toSorted());
      expect(verdict).not.toBe("");
      if (outcome === "healthy") expect(severity).toBeUndefined();
      if (outcome === "failing") expect(findings[0]?.outcome).toBe("failing");
    }),
  );
});
