import fc from "fast-check";
import { expect, test } from "vitest";
import { createRedact, excerptOf, redactUrl, redactWebhookUrl } from "../../src/redaction/probe-answers.ts";

const webhookUrl = "https://api.clay.com/v3/sources/webhook/pull-in-data-from-a-webhook-1b2c3d4e-77aa-3f2a";

test("of a webhook's address all is shown but the part that is its key", () => {
  const workflow = "https://api.clay.com/v3/tc-workflows/streams/wfrs_local0000scoring1/webhook";
  expect(redactWebhookUrl(workflow)).toBe("api.clay.com/v3/tc-workflows/streams/…/webhook");
  expect(redactWebhookUrl("https://relay.example/hook")).toBe("relay.example/hook");
  expect(redactWebhookUrl(webhookUrl)).toBe("api.clay.com/v3/sources/webhook/…");
});

test.each([
  ["https://www.clay.com", "www.clay.com"],
  ["https://api.clay.com/public/v0/me", "api.clay.com/public/v0/me"],
  ["https://user:pass@app.example/health?token=abc#x", "app.example/health"],
  ["https://app.example:8443/hooks/8f14e45fceea167a5a36/health", "app.example:8443/hooks/…/health"],
])("%s is shown as %s", (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test.each([
  ["owner jane.doe@example.com has no access", "owner [e-mail] has no access"],
  ["see https://app.example/invite/abc?x=1 for help", "see app.example/… for help"],
  ["key clay_local_4f9a0b7c2d18e6 revoked", "key [redacted] revoked"],
  ["Record limit reached for webhook", "Record limit reached for webhook"],
  ["Internationalization misconfiguration", "Internationalization misconfiguration"],
])("%s becomes %s", (text, redacted) => {
  expect(excerptOf(text, createRedact([]))).toBe(redacted);
});

test("a configured secret is removed wherever it stands", () => {
  const redact = createRedact([webhookUrl, "local-token"]);
  expect(excerptOf(`sent to ${webhookUrl} with local-token.`, redact)).toBe(
    "sent to [redacted] with [redacted].",
  );
});

test("an excerpt is one line without tags, control or invisible characters", () => {
  const html = "<html><style>a{}</style><script>x()</script><h1>Bad\u0000\n gateway\u202e</h1>";
  expect(excerptOf(html, createRedact([]))).toBe("Bad gateway");
});

test("nothing is left of an empty answer", () => {
  expect(excerptOf(" \n<br>", createRedact([]))).toBeUndefined();
});

test.each(["x", "<", "a@", "<script>", "https://", "é "])(
  "64 KB of %j are read in no time worth mentioning",
  (piece) => {
    const body = piece.repeat((64 * 1024) / piece.length);
    // Were the whole body looked at, a hundred rounds would outlast the test's time limit.
    for (let round = 0; round < 100; round++) excerptOf(body, createRedact([]));
  },
);

test("a secret across the place where reading stops is not half shown", () => {
  const secret = "local-secret-value";
  for (let at = 3970; at < 4001; at++) {
    const body = `${"<i>".repeat(1323)}${" ".repeat(at - 3969)}${secret}`;
    expect(excerptOf(body, createRedact([secret])) ?? "").toMatch(/^(\[redacted\])?$/);
  }
});

test("no excerpt is longer than 200 characters, and none holds a configured secret", () => {
  const secret = "local-secret-value";
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string({ maxLength: 400 }), (before, after, filler) => {
      const excerpt = excerptOf(before + secret + filler + secret + after, createRedact([secret])) ?? "";
      expect(excerpt.length).toBeLessThanOrEqual(200);
      expect(excerpt).not.toContain(secret);
    }),
  );
});
