import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeepOut } from "../../src/redaction/typed-secrets.ts";

// Made of parts, so that nothing in this file looks like somebody's secret.
const id = ["0f8f", "4c1e", "9d22"].join("-");
const table = ["https://api.clay.com/v3/sources/webhook/pull-in-data-from-a-webhook", id].join("-");
const workflow = ["https://api.clay.com/v3/tc-workflows/streams/wfrs", `${id}/webhook`].join("_");
const clayKey = ["clay", "scoped", `A1b2${id}`].join("_");
const slackToken = ["xoxb", "1234567890", "abcDEF123"].join("-");
const configured = ["opens", "the", "gate", "7"].join("_");

const keepOut = createKeepOut([{ kind: "key", value: configured }]);
const secrets: [string, string, string][] = [
  ["a table's webhook", table, "[webhook address]"],
  ["a workflow's webhook", workflow, "[webhook address]"],
  ["a Clay key", clayKey, "[Clay key]"],
  ["a Slack token", slackToken, "[Slack token]"],
  ["a configured secret", configured, "[key]"],
];

/** How it can be spelled; the middle is where people's formatting splits it. */
const spellings: [string, (secret: string) => string][] = [
  ["plain", (secret) => secret],
  ["URL-encoded", encodeURIComponent],
  ["URL-encoded twice", (secret) => encodeURIComponent(encodeURIComponent(secret))],
  [
    "with each letter encoded",
    (secret) => [...secret].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""),
  ],
  ["as a link of Slack's", (secret) => `<${secret}|${secret.replace("https://", "")}>`],
  ["in code", (secret) => `\`${secret}\``],
  ["partly bold", (secret) => `${secret.slice(0, -6)}*${secret.slice(-6)}*`],
  ["split by a space of no width", (secret) => `${secret.slice(0, -5)}\u200b${secret.slice(-5)}`],
  ["in JSON", (secret) => JSON.stringify({ url: secret }).replaceAll("/", "\\/")],
];

describe.each(secrets)("%s", (_name, secret, mark) => {
  test.each(spellings)("%s is kept out, and the words around it stay", (_how, spell) => {
    const { text, kinds } = keepOut(`The new one is ${spell(secret)} since noon`);
    expect(text).toMatch(/^The new one is .* since noon$/);
    expect(text).toContain(mark);
    expect(kinds).toContain(mark.slice(1, -1));
    expect(decodeURIComponent(decodeURIComponent(text))).not.toContain(id);
    expect(text).not.toContain(configured);
    expect(text.replace(/[*_`~\u200b]/g, "")).not.toContain(secret.slice(-9).replace(/[*_`~]/g, ""));
  });
});

test.each([
  "Webhook replaced, CLAY_WEBHOOK_URL changed in deploy secrets",
  "https://api.clay.com answers 403; see https://status.clay.com/incidents/42",
  "The token is expired and the api key is missing",
  "Ask the clay_users group; req_8f2k21 is the request id",
  "5 % of 2,100 rows, *bold* and _italic_ & <@U0LOCAL0001> <#C0LOCAL0001|general>",
  "wfrs is what Clay calls them",
])("%j is left as it is", (text) => {
  expect(keepOut(text)).toEqual({ text, kinds: [] });
});

test("a key beside its name and a login in an address are kept out, their names stay", () => {
  const key = ["s3", "cr3t", "v4lue"].join("-");
  expect(keepOut(`x-clay-webhook-auth: ${key}`).text).toBe("x-clay-webhook-auth: [key]");
  expect(keepOut(`CLAY_API_KEY=${key} is set`).text).toBe("CLAY_API_KEY=[key] is set");
  expect(keepOut(`postgres://bot:${key}@db.example/bot`).text).toBe("postgres://[login]@db.example/bot");
  expect(keepOut(`Authorization: Bearer ${key}`).text).toBe("Authorization: Bearer [key]");
});

test("two in one text are both kept out; what was kept out once is not again", () => {
  const { text } = keepOut(`old ${table}, new ${workflow}`);
  expect(text).toBe("old [webhook address], new [webhook address]");
  expect(keepOut(text)).toEqual({ text, kinds: [] });
});

test("any text without a secret comes back as it is, and any with one comes back without it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(keepOut(text).text).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (before, after) => {
      expect(keepOut(`${before} ${table} ${after}`).text).not.toContain(id);
    }),
  );
});
