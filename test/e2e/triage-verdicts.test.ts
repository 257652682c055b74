import { afterAll, beforeAll, expect, test } from "vitest";
import { scenarios } from "../../src/fake-clay/scenarios.ts";
import { isTriageDone, type } from "../support/acts.ts";
import { openRig, type Rig, withSubmit } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({
    config: ({ clay }) => ({
      clay: withSubmit(clay, "always"),
      triage: { deadline_ms: 4000, share_seconds: 0 },
    }),
  });
  await rig.startBot();
});
afterAll(() => rig.close());

/** What triage must say of each state of affairs: the verdict's gist, the severity, on whose side, and what to do. */
const expected: Record<string, { verdict: string; severity?: string; side?: string; remedy?: string }> = {
  healthy: { verdict: "Nothing wrong was found." },
  "webhook 404": {
    verdict: "its URL is invalid or expired (404)",
    severity: "P1",
    side: "what you send",
    remedy: "Create the webhook again",
  },
  "webhook limit": {
    verdict: "has used its 50,000 submissions (403)",
    severity: "P1",
    side: "Clay's limit on your webhook",
    remedy: "Create a new webhook on the table",
  },
  "webhook rate limited": {
    verdict: "gets rows faster than Clay takes them (429)",
    severity: "P3",
    side: "what you send",
    remedy: "Wait 1 second",
  },
  "webhook token wrong": {
    verdict: "wants a token, and the one sent is missing or wrong (401)",
    severity: "P1",
    side: "what you send",
    remedy: "x-clay-webhook-auth",
  },
  "key dead": {
    verdict: "it is invalid or expired (401)",
    severity: "P2",
    side: "your Clay account or its limits",
    remedy: "Create a new key",
  },
  "credits zero": {
    verdict: "has no credits left",
    severity: "P1",
    side: "your Clay account or its limits",
    remedy: "add credits or upgrade",
  },
  "actions zero": {
    verdict: "The plan's actions are used up",
    severity: "P1",
    side: "your Clay account or its limits",
    remedy: "A credit top-up does not help",
  },
  "credits low": {
    verdict: "Only 180 credits are left",
    severity: "P3",
    side: "your Clay account or its limits",
    remedy: "before they run out",
  },
  "status incident": {
    verdict: "Incoming webhooks are not processed",
    severity: "P1",
    side: "Clay's",
    remedy: "Hold your senders",
  },
  "planned maintenance": { verdict: "Nothing wrong was found." },
  "being monitored": { verdict: "Nothing wrong was found." },
  "status page blocked": { verdict: "Nothing wrong was found. Not known: Clay status page." },
  "callback down": {
    verdict: "Your callback fails (503)",
    severity: "P2",
    side: "your own callback",
    remedy: "run the red cells of the HTTP API column again",
  },
  "clay errors": {
    verdict: "an outage at Clay",
    severity: "P1",
    side: "Clay's",
    remedy: "Hold your senders",
  },
  slow: {
    verdict: "answers slowly",
    severity: "P3",
    side: "Clay's",
    remedy: "Let senders wait longer for an answer",
  },
  hanging: {
    verdict: "Clay is down or cannot be reached",
    severity: "P1",
    remedy: "Look at Clay's status page",
  },
  unreachable: {
    verdict: "Clay is down or cannot be reached",
    severity: "P1",
    remedy: "Hold your senders",
  },
  nonsense: {
    verdict: "Your callback starts to answer, but never ends",
    severity: "P2",
    side: "your own callback",
  },
};

/** The run's text up to where the probes are listed. */
function conclusionOf(text: string): string {
  return text
    .split("\n")
    .slice(
      0,
      text.split("\n").findIndex((line) => line.includes("Clay status page*")),
    )
    .join("\n");
}

test.each(scenarios.map(({ name, description }) => [name, description]))("%s: %s", async (name) => {
  const { verdict, severity, side, remedy } = expected[name]!;
  await rig.clay.control.play(name);
  const channel = rig.control.createChannel(name.replaceAll(" ", "-"), { creator: "lead" });
  await type(rig, "lead", channel, "triage");
  const run = await rig.eventually(() =>
    rig.control.messages(channel).find(({ text }) => isTriageDone(text)),
  );
  const told = conclusionOf(run.text);
  expect(told).toContain(verdict);
  if (severity) expect(told).toContain(`Suggested severity: *${severity}*`);
  else expect(told).not.toContain("Suggested severity");
  if (side) expect(told).toContain(`\nOn whose side: ${side}.`);
  if (remedy) expect(told).toContain(remedy);
  const fixes = told.split("\n").filter((line) => line.startsWith("• "));
  expect(new Set(fixes).size, "no fix is told twice").toBe(fixes.length);
  const named = fixes.filter((line) => line.includes("*: "));
  expect(named.length, "of several fixes each says what it mends").toBe(fixes.length > 1 ? fixes.length : 0);
  const declares = rig.control.elements(run).find(({ actionId }) => actionId === "triage.declare");
  expect(declares?.text).toBe(severity ? `Declare ${severity}` : "Declare");
});
