import { describe, expect, test } from "vitest";
import { type Outcome, type ProbeKind, probeKinds } from "../../../src/incident/evidence/evidence.ts";
import { classifyShared } from "../../../src/triage/classify/classification.ts";
import { classify } from "../../../src/triage/classify/classify.ts";
import { codesThatNeedWords } from "../../../src/triage/kinds/finding-codes.ts";
import type { Yardstick } from "../../../src/triage/kinds/kind.ts";
import { kinds } from "../../../src/triage/kinds/kinds.ts";
import { sharedCauses } from "../../../src/triage/kinds/shared-causes.ts";
import type { Exchange, NoAnswer } from "../../../src/triage/probes/answer.ts";
import { answered, challenge, unanswered, webPage } from "../support/answers.ts";

const yardstick: Yardstick = {
  keyKind: "public",
  lowCredits: 1000,
  lowActions: 500,
  slowAfterMs: 2500,
  now: "2026-11-23T09:14:00.000Z",
};

const status = (indicator: string, incidents: unknown[] = []) =>
  answered(200, { body: { page: { name: "Clay Status" }, status: { indicator }, incidents } });
const incident = (impact: string, state = "investigating") => ({
  name: "Rows are late",
  impact,
  status: state,
});
const balance = (credits: unknown, actions?: unknown) =>
  answered(200, { body: { balance: credits, action_execution_balance: actions } });
const betterStack = (state: string) =>
  answered(200, { body: { data: { attributes: { aggregate_state: state } } } });
const owner = { user: { id: 1, name: "Someone" }, workspace: { id: 7 } };
const message = (text: string) => ({ body: { message: text } });

type Case = [when: string, exchange: Exchange, code: string, outcome: Outcome];

const cases: Record<ProbeKind, Case[]> = {
  platform: [
    ["no incident is posted", status("none"), "platform.ok", "ok"],
    [
      "a page in Statuspage's shape says so",
      answered(200, { body: { page: {}, status: { indicator: "none" }, components: [] } }),
      "platform.ok",
      "ok",
    ],
    [
      "only resolved incidents are listed",
      status("none", [incident("critical", "resolved")]),
      "platform.ok",
      "ok",
    ],
    ["maintenance is on", status("maintenance"), "platform.maintenance", "degraded"],
    ["maintenance is planned", status("none", [incident("critical", "scheduled")]), "platform.planned", "ok"],
    [
      "maintenance goes on, whatever impact is written",
      status("none", [incident("critical", "in_progress")]),
      "platform.maintenance",
      "degraded",
    ],
    [
      "maintenance is being verified",
      status("none", [incident("major", "verifying")]),
      "platform.maintenance",
      "degraded",
    ],
    [
      "what was mended is monitored",
      status("none", [incident("critical", "monitoring")]),
      "platform.monitoring",
      "ok",
    ],
    [
      "it is monitored, and the page says that it is minor now",
      status("minor", [incident("critical", "monitoring")]),
      "platform.incident_minor",
      "degraded",
    ],
    [
      "the feed lists one that is open",
      answered(200, { body: "<rss><item><title>[Investigating] Rows are late</title></item></rss>" }),
      "platform.incident",
      "degraded",
    ],
    ["a minor incident is posted", status("minor"), "platform.incident_minor", "degraded"],
    ["a major one is posted", status("major"), "platform.incident_major", "failing"],
    ["a critical one is posted", status("critical"), "platform.incident_major", "failing"],
    [
      "the list is worse than the indicator",
      status("none", [incident("major")]),
      "platform.incident_major",
      "failing",
    ],
    ["the indicator is a word nobody documents", status("purple"), "platform.unknown_shape", "unknown"],
    [
      "the JSON is something else",
      answered(200, { body: { ok: true } }),
      "platform.unknown_shape",
      "unknown",
    ],
    ["the page fails", answered(500), "platform.unavailable", "unknown"],
    ["the JSON is not there", answered(404), "platform.unavailable", "unknown"],
    ["a browser check stands before it", challenge, "platform.challenged", "unknown"],
    ["a web page comes", webPage, "platform.html", "unknown"],
    ["an array comes", answered(200, { body: "[]" }), "platform.bad_json", "unknown"],
    ["it cannot be reached", unanswered("refused"), "platform.refused", "unknown"],
  ],
  reach: [
    ["a page comes", webPage, "reach.ok", "ok"],
    ["the root of an API knows no such route", answered(404), "reach.ok", "ok"],
    ["a very long page comes", answered(200, { bodyTrouble: "too_large" }), "reach.ok", "ok"],
    ["it fails", answered(502), "reach.server_error", "failing"],
    ["it asks to wait", answered(429), "reach.rate_limited", "unknown"],
    ["a browser check stands before it", challenge, "reach.challenged", "unknown"],
    [
      "a browser check says 503",
      answered(503, { headers: { "cf-mitigated": "challenge" } }),
      "reach.challenged",
      "unknown",
    ],
    ["it redirects in circles", unanswered("redirect_loop"), "reach.redirect_loop", "unknown"],
    ["its page never ends", answered(200, { bodyTrouble: "endless" }), "reach.endless", "unknown"],
  ],
  webhook: [
    ["it takes the row", answered(200, { body: "OK" }), "webhook.ok", "ok"],
    ["it takes the row slowly", answered(200, { timings: { totalMs: 2501 } }), "webhook.slow", "degraded"],
    [
      "the 50,000 are used",
      answered(403, message("Record limit reached for webhook")),
      "webhook.limit_reached",
      "failing",
    ],
    ["it forbids and gives no reason", answered(403, message("no")), "webhook.forbidden", "failing"],
    ["it does not exist", answered(404, { body: { type: "NoMatchingURL" } }), "webhook.not_found", "failing"],
    ["rows come too fast", answered(429), "webhook.rate_limited", "degraded"],
    ["the content type is missing", answered(400), "webhook.bad_request", "failing"],
    ["the token is wrong", answered(401), "webhook.unauthorized", "failing"],
    ["the row is over 100 KB", answered(413), "webhook.row_too_large", "failing"],
    ["it has moved", answered(302, { headers: { location: "/elsewhere" } }), "webhook.redirected", "failing"],
    ["Clay fails", answered(500), "webhook.server_error", "failing"],
    ["it says something else", answered(422), "webhook.rejected", "failing"],
    ["it takes the row with 202", answered(202), "webhook.ok", "ok"],
    ["it takes the row with 201", answered(201, { body: { id: 1 } }), "webhook.ok", "ok"],
    ["it takes the row with 204", answered(204), "webhook.ok", "ok"],
    [
      "it says so in JSON that is called HTML",
      answered(200, { headers: { "content-type": "text/html" }, body: { success: true } }),
      "webhook.ok",
      "ok",
    ],
    ["it is gone for good", answered(410), "webhook.not_found", "failing"],
    ["a web page comes with 200", webPage, "webhook.html", "unknown"],
    ["a browser check stands before it", challenge, "webhook.challenged", "unknown"],
    ["its 200 never ends", answered(200, { bodyTrouble: "endless" }), "webhook.endless", "unknown"],
    ["its 200 breaks off", answered(200, { bodyTrouble: "reset" }), "webhook.reset", "unknown"],
    ["a refusal never ends", answered(404, { bodyTrouble: "endless" }), "webhook.not_found", "failing"],
    ["nothing comes", unanswered("timeout"), "webhook.timeout", "failing"],
  ],
  api: [
    ["the key is good", answered(200, { body: owner }), "api.ok", "ok"],
    ["the key is bad", answered(401, message("Authentication failed")), "api.unauthorized", "failing"],
    ["the plan does not include it", answered(403, message("No access")), "api.forbidden", "failing"],
    ["credits are out", answered(402), "api.credits_exhausted", "failing"],
    [
      "the route is retired",
      answered(404, { body: { success: false, message: "deprecated API endpoint" } }),
      "api.deprecated_endpoint",
      "degraded",
    ],
    ["the route is unknown", answered(404, { body: { type: "NoMatchingURL" } }), "api.not_found", "degraded"],
    ["the sample request does not please", answered(422), "api.bad_request", "unknown"],
    ["calls come too fast", answered(429), "api.rate_limited", "degraded"],
    ["Clay fails", answered(503), "api.server_error", "failing"],
    [
      "something else answers in JSON",
      answered(200, { body: { hello: "world" } }),
      "api.bad_json",
      "unknown",
    ],
    ["a web page comes", webPage, "api.html", "unknown"],
    ["the text is not UTF-8", answered(200, { bodyTrouble: "bad_utf8" }), "api.bad_utf8", "unknown"],
    ["the answer is huge", answered(200, { bodyTrouble: "too_large" }), "api.too_large", "unknown"],
    ["a teapot answers", answered(418), "api.unexpected_status", "unknown"],
    ["a browser check stands before it", challenge, "api.challenged", "unknown"],
    ["the certificate is bad", unanswered("tls"), "api.tls", "failing"],
  ],
  credits: [
    ["both meters are well filled", balance(41_200, 15_000), "credits.ok", "ok"],
    ["there is one meter, on legacy billing", balance(41_200, null), "credits.ok", "ok"],
    ["the second meter is not mentioned", balance(41_200), "credits.actions_unknown", "unknown"],
    ["of what is low the other is not told", balance(5), "credits.credits_low", "degraded"],
    [
      "actions are out, as the CLI spells it",
      answered(200, { body: { balance: 41_200, actionExecutionBalance: 0 } }),
      "credits.actions_exhausted",
      "failing",
    ],
    ["credits are low", balance(999, 15_000), "credits.credits_low", "degraded"],
    ["actions are low", balance(41_200, 499), "credits.actions_low", "degraded"],
    ["both are low", balance(1, 1), "credits.both_low", "degraded"],
    ["credits are out", balance(0, 15_000), "credits.credits_exhausted", "failing"],
    ["credits are out and actions low", balance(-3, 1), "credits.credits_exhausted", "failing"],
    ["actions are out", balance(41_200, 0), "credits.actions_exhausted", "failing"],
    ["both are out", balance(0, 0), "credits.both_exhausted", "failing"],
    ["Clay asks for payment", answered(402), "credits.credits_exhausted", "failing"],
    ["the key may not read it", answered(403), "credits.not_readable", "unknown"],
    ["the key is bad", answered(401), "credits.not_readable", "unknown"],
    ["the path is another one now", answered(404), "credits.not_found", "unknown"],
    ["Clay asks to wait", answered(429), "credits.rate_limited", "unknown"],
    ["Clay fails", answered(500), "credits.server_error", "unknown"],
    ["the balance is a word", balance("plenty", 1), "credits.unknown_shape", "unknown"],
    ["the balance is missing", answered(200, { body: {} }), "credits.unknown_shape", "unknown"],
    ["a redirect comes", answered(302), "credits.unexpected_status", "unknown"],
    ["a browser check stands before it", challenge, "credits.challenged", "unknown"],
    [
      "it takes long",
      answered(200, { body: { balance: 9000, action_execution_balance: 900 }, timings: { totalMs: 4000 } }),
      "credits.ok",
      "ok",
    ],
    ["nothing comes", unanswered("timeout"), "credits.timeout", "unknown"],
  ],
  provider: [
    ["no incident is posted", status("none"), "provider.ok", "ok"],
    ["a page in Better Stack's shape says so", betterStack("operational"), "provider.ok", "ok"],
    ["maintenance is on", status("maintenance"), "provider.maintenance", "unknown"],
    ["maintenance is planned", status("none", [incident("major", "scheduled")]), "provider.planned", "ok"],
    ["it is monitored", status("none", [incident("major", "monitoring")]), "provider.monitoring", "ok"],
    [
      "an incident without an impact is posted",
      answered(200, { body: { page: { status: "HASISSUES" } } }),
      "provider.incident",
      "unknown",
    ],
    ["a minor incident is posted", status("minor"), "provider.incident_minor", "unknown"],
    ["it is degraded", betterStack("degraded"), "provider.incident_minor", "unknown"],
    ["a major one is posted", status("major"), "provider.incident_major", "degraded"],
    ["it is down", betterStack("downtime"), "provider.incident_major", "degraded"],
    ["it says a word nobody documents", status("constructor"), "provider.unknown_shape", "unknown"],
    ["the JSON is something else", answered(200, { body: {} }), "provider.unknown_shape", "unknown"],
    ["the page is gone", answered(404), "provider.unavailable", "unknown"],
    ["it shows a browser check", challenge, "provider.challenged", "unknown"],
    ["it answers with a page", webPage, "provider.html", "unknown"],
    ["nothing comes", unanswered("timeout"), "provider.timeout", "unknown"],
  ],
  callback: [
    ["it is well", answered(200, { body: "fine" }), "callback.ok", "ok"],
    ["it answers with a page", webPage, "callback.ok", "ok"],
    ["it is slow", answered(204, { timings: { totalMs: 3000 } }), "callback.slow", "degraded"],
    ["it does not exist", answered(404), "callback.not_found", "failing"],
    ["it wants a sign-in", answered(401), "callback.needs_login", "unknown"],
    ["it takes no GET", answered(405), "callback.client_error", "degraded"],
    ["it is overrun", answered(429), "callback.rate_limited", "degraded"],
    ["it fails", answered(500), "callback.server_error", "failing"],
    ["it redirects nowhere", answered(304), "callback.unexpected_status", "unknown"],
    ["it redirects in circles", unanswered("redirect_loop"), "callback.redirect_loop", "failing"],
    ["it never ends", answered(200, { bodyTrouble: "endless" }), "callback.endless", "failing"],
    ["it is down", unanswered("refused"), "callback.refused", "failing"],
  ],
  neutral: [
    ["it answers, whatever it says", answered(503), "neutral.ok", "ok"],
    ["it is silent", unanswered("timeout"), "neutral.timeout", "unknown"],
  ],
};

describe.each(probeKinds)("the %s probe, when", (kind) => {
  test.each(cases[kind])("%s", (_when, exchange, code, outcome) => {
    expect(classify(kind, exchange, yardstick)).toMatchObject({ code, outcome });
  });
});

describe("of a provider's page only the component counts that the configuration names, when", () => {
  const page = { ...yardstick, component: "Lusha API" };
  const statuspage = (state: string) =>
    answered(200, {
      body: {
        status: { indicator: "critical" },
        components: [
          { name: "Website", status: "major_outage" },
          { name: "lusha API", status: state },
        ],
        incidents: [
          { name: "Login fails", status: "investigating" },
          { name: "Old", status: "resolved" },
        ],
      },
    });
  const betterStackPart = answered(200, {
    body: { included: [{ attributes: { public_name: "Lusha API", status: "downtime" } }] },
  });

  test.each<Case>([
    ["it works", statuspage("operational"), "provider.ok", "ok"],
    ["it is partly out", statuspage("partial_outage"), "provider.incident_minor", "unknown"],
    ["it is out", statuspage("major_outage"), "provider.incident_major", "degraded"],
    ["incident.io says so", statuspage("full_outage"), "provider.incident_major", "degraded"],
    ["Better Stack says so", betterStackPart, "provider.incident_major", "degraded"],
    ["the page does not have it", status("none"), "provider.no_component", "unknown"],
  ])("%s", (_when, exchange, code, outcome) => {
    expect(classify("provider", exchange, page)).toMatchObject({ code, outcome });
  });

  test("a name that no component has is answered with those there are", () => {
    const other = { ...yardstick, component: "API" };
    expect(classify("provider", statuspage("operational"), other)).toMatchObject({
      code: "provider.no_component",
      incident: "Website; lusha API",
    });
  });

  test("the incidents still open are named", () => {
    expect(classify("provider", statuspage("major_outage"), page)).toMatchObject({ incident: "Login fails" });
  });
});

test.each([404, 410])("a workflow that is not found has another address now (%i)", (status) => {
  const workflow = { ...yardstick, isWorkflow: true };
  expect(classify("webhook", answered(status), workflow)).toMatchObject({
    code: "webhook.address_changed",
    outcome: "failing",
  });
  expect(classify("webhook", answered(202, { body: { runId: "run_1" } }), workflow).code).toBe("webhook.ok");
});

test("every code a probe can end with is in the table above or needs no answer", () => {
  const known = new Set(Object.values(cases).flatMap((rows) => rows.map(([, , code]) => code)));
  const settled = [
    // Found where the configuration names a component, or a workflow's address: see the tests of these.
    "provider.no_component",
    "webhook.address_changed",
    "webhook.not_set",
    "webhook.needs_consent",
    "webhook.never_tested",
    "api.no_key",
    "credits.no_key",
    "callback.not_set",
  ];
  const own = probeKinds.flatMap((kind) => kinds[kind].causes.map((cause) => `${kind}.${cause}`));
  expect(own.filter((code) => !known.has(code) && !settled.includes(code))).toEqual([]);
});

test("every shared cause has an outcome for every kind, and unknown is what unreadable news are", () => {
  for (const kind of probeKinds) {
    for (const cause of sharedCauses) {
      const { code, outcome } = classifyShared(kind, cause);
      expect(code).toBe(`${kind}.${cause}`);
      if ((kind === "platform" || kind === "credits") && cause !== "slow") expect(outcome).toBe("unknown");
    }
  }
  expect(codesThatNeedWords).toContain("any.timeout");
});

test.each<NoAnswer["cause"]>([
  "dns",
  "refused",
  "unreachable",
  "reset",
  "tls",
  "timeout",
  "network",
  "proxy",
])(
  "no answer (%s) is a failure of webhook, API, host and callback, never of status pages and balance",
  (cause) => {
    const outcomes = probeKinds.map((kind) => classify(kind, unanswered(cause), yardstick).outcome);
    expect(Object.fromEntries(probeKinds.map((kind, i) => [kind, outcomes[i]]))).toEqual({
      platform: "unknown",
      provider: "unknown",
      reach: "failing",
      webhook: "failing",
      api: "failing",
      credits: "unknown",
      callback: "failing",
      neutral: "unknown",
    });
  },
);

test("a cancelled run says nothing about anybody", () => {
  for (const kind of probeKinds) {
    expect(classify(kind, unanswered("cancelled"), yardstick)).toMatchObject({ outcome: "unknown" });
  }
});

test("an enterprise key is good whatever JSON the route returns", () => {
  const enterprise = { ...yardstick, keyKind: "enterprise" as const };
  expect(classify("api", answered(200, { body: { person: {} } }), enterprise).code).toBe("api.ok");
});

test("names of posted incidents are kept, those of resolved ones are not", () => {
  const page = status("major", [incident("major"), { ...incident("minor", "resolved"), name: "Old" }]);
  expect(classify("platform", page, yardstick).incident).toBe("Rows are late");
});

test("the balance is kept even when it is bad news", () => {
  expect(classify("credits", balance(0, null), yardstick).balance).toEqual({ credits: 0, actions: null });
});

describe("of the headers", () => {
  const headers = (given: Record<string, string>) =>
    classify("api", answered(429, { headers: given }), yardstick);

  test("Retry-After in seconds is kept", () => {
    expect(headers({ "retry-after": "7" }).retryAfterSeconds).toBe(7);
  });
  test("Retry-After as a date becomes seconds from now", () => {
    expect(headers({ "retry-after": "Mon, 23 Nov 2026 09:14:30 GMT" }).retryAfterSeconds).toBe(30);
  });
  test.each(["-5", "soon", "99999999", "Mon, 23 Nov 2020 09:14:30 GMT"])(
    "Retry-After %j is left out",
    (value) => {
      expect(headers({ "retry-after": value })).not.toHaveProperty("retryAfterSeconds");
    },
  );
  test("the request id Clay's support asks for is kept", () => {
    expect(headers({ "request-id": "req_1" }).requestId).toBe("req_1");
  });
  test("a request id that is none is left out", () => {
    expect(headers({ "request-id": "<b>x y</b>" })).not.toHaveProperty("requestId");
  });
});
