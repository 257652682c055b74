import { expect, test } from "vitest";
import { createRedaction } from "../../src/redaction/records.ts";

const redact = createRedaction({ secrets: ["s3cret/literal"], emails: true });

test.each([
  ["a configured secret", "it is s3cret/literal.", "it is [redacted]."],
  [
    "a Clay webhook",
    "https://api.clay.com/v3/sources/webhook/pull-in-3f2a",
    "https://api.clay.com/v3/sources/webhook/[redacted]",
  ],
  [
    "another tool's hook",
    "to https://hooks.example.com/catch/123456/abcdef0 now",
    "to https://hooks.example.com/[redacted] now",
  ],
  [
    "a hook within Slack's markup",
    "<https://hook.example.com/abcdef0|here>",
    "<https://hook.example.com/[redacted]|here>",
  ],
  ["a login in an address", "https://me:pass@example.com/x", "https://[redacted]@example.com/x"],
  [
    "a key in an address",
    "https://example.com/x?a=1&api_key=zzz9&b=2",
    "https://example.com/x?a=1&api_key=[redacted]&b=2",
  ],
  ["a labelled key", "CLAY_API_KEY=abc123def", "CLAY_API_KEY=[redacted]"],
  ["a key of letters alone", "CLAY_API_KEY=abcdefghijkl", "CLAY_API_KEY=[redacted]"],
  ["a header of Clay's", "x-clay-webhook-auth: abcdefgh", "x-clay-webhook-auth: [redacted]"],
  ["a key of Clay's", "paste clay_scoped_abcDEF_gh", "paste [redacted]"],
  ["a key that is a UUID", "use 0f8fad5b-d9cb-469f-a165-70867728950e there", "use [redacted] there"],
  ["a CRM's key", "pat-na1-0f8fad5b-d9cb-469f-a165-70867728950e", "[redacted]"],
  ["a webhook by its name", "is pull-in-data-from-a-webhook-0f8fad5b full?", "is [redacted] full?"],
  ["a key in words", "the api key is abc123def", "the api key is [redacted]"],
  ["a long key without a label", "use 9f8a7b6c5d4e3f2a1b0c please", "use [redacted] please"],
  ["an e-mail address", "write to Ana.Diaz+clay@mail.example.com.", "write to [e-mail]."],
  ["an e-mail address beyond ASCII", "an jörg@müller.example", "an [e-mail]"],
])("%s is taken out", (_what, typed, redacted) => {
  expect(redact(typed)).toBe(redacted);
});

test.each([
  "Is the token expired?",
  "The password: nobody knows it",
  "https://files.slack.com/files-pri/T0123-F0123ABCD/webhook.png",
  "https://community.clay.com/x/support/k3j4h5g6/webhook-limit",
  "https://status.clay.com/incidents/0f8fad5b-d9cb-469f-a165-70867728950e",
  "https://docs.example.com/webhook-integration-guide",
  "https://clay.example.com/archives/C0123ABCD/p1763889240000100",
  "#inc-20261123-12-webhook-limit-reached",
  "keyword-research-for-2026-q4",
  "create_webhook_2_of_the_same_table",
  "1,830 rows × 6 credits at 09:41 UTC",
  "@lead said: 50% @ 10 per second",
  "שלום 🔥",
])("%j is left as it is", (typed) => {
  expect(redact(typed)).toBe(typed);
});

test("taking out twice takes out nothing more", () => {
  const once = redact(
    "token=local1token2 and https://hook.example.com/abcdef0 and a@b.example; clay-api-key: abcdefgh",
  );
  expect(redact(once)).toBe(once);
});
