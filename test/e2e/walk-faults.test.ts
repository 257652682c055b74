import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isTriageDone, openForm, sendForm, type, wordsOf } from "../support/acts.ts";
import { openRig, type Rig, withSubmit } from "../support/bot.ts";
import { buttonsIn, checklistSays, pressIn, walkSays, walksIn } from "../support/walks.ts";

let rig: Rig;
let provider: Server;
/** What the provider's status page says. */
let indicator = "none";
beforeAll(async () => {
  provider = createServer((_, answer) => answer.end(JSON.stringify({ status: { indicator } })));
  await once(provider.listen(0, "127.0.0.1"), "listening");
  const { port } = provider.address() as AddressInfo;
  const providers = [{ name: "Apollo", status_url: `http://127.0.0.1:${port}/summary.json` }];
  rig = await openRig({
    config: ({ clay }) => ({
      clay: { ...withSubmit(clay, "always"), providers },
      triage: { deadline_ms: 10_000, share_seconds: 0 },
    }),
  });
  await rig.startBot();
});
beforeEach(() => {
  indicator = "none";
});
afterAll(async () => {
  await rig.close();
  provider.close();
});

let channels = 0;
async function diagnosed(state: string): Promise<string> {
  await rig.clay.control.play(state);
  const channel = rig.control.createChannel(`fault-${++channels}`, {
    creator: "lead",
    members: ["responder"],
  });
  await type(rig, "lead", channel, "diagnose enrichment not running");
  await rig.eventually(() => rig.control.messages(channel).find(({ text }) => isTriageDone(text)));
  return channel;
}

test.each([
  ["webhook 404", "Create the webhook again (P1)", "Declare P1: Webhook URL invalid or expired"],
  ["webhook limit", "Replace the webhook (P1)", "Declare P1: Webhook limit reached"],
  [
    "webhook token wrong",
    "Give the sender the webhook's token (P1)",
    "Declare P1: Webhook refuses the sender",
  ],
  ["webhook rate limited", "Slow the senders down (P3)", "Declare P3: Webhook rate limited"],
  ["credits zero", "Credits exhausted (P1)", "Declare P1: Clay credits exhausted"],
  ["actions zero", "Actions used up (P1)", "Declare P1: Clay actions used up"],
  ["key dead", "Replace the API key (P2)", "Declare P2: Clay API key refused"],
  [
    "callback down",
    "Bring your endpoint back, then run the lost rows again (P2)",
    "Declare P2: Callback endpoint down",
  ],
  ["status incident", "Wait for Clay, lose nothing meanwhile (P1)", "Declare P1: Clay outage"],
  ["clay errors", "Wait for Clay, lose nothing meanwhile (P1)", "Declare P1: Clay outage"],
])("%s: the walk comes to its resolution without a question to anybody", async (state, leaf, declare) => {
  const channel = await diagnosed(state);
  const walk = await walkSays(rig, channel, `→ *${leaf}*`);
  expect(walk.text).toContain("from triage");
  expect(buttonsIn(rig, walk)).toContain("That's wrong");
  const checklist = await checklistSays(rig, channel, leaf.slice(0, leaf.indexOf(" (P")));
  expect(buttonsIn(rig, checklist)).toContain(declare);
});

test("a provider's outage is read from its status page, and may be overruled", async () => {
  indicator = "major";
  const channel = await diagnosed("healthy");
  const walk = await walkSays(rig, channel, "→ *Go round the provider, or wait for it (P3)*");
  expect(walk.text).toContain("✓ What do the enrichment providers show?  *A provider is down*  from triage");
  expect(walk.text).toContain('Provider "Apollo" reports a major incident');
  const checklist = await checklistSays(rig, channel, "Go round the provider, or wait for it");
  expect(buttonsIn(rig, checklist)).toContain("Declare P3: Enrichment provider down");
  await pressIn(rig, "responder", walk, "That's wrong");
  const asked = await walkSays(rig, channel, "▶ *What do the enrichment providers show?*");
  await pressIn(rig, "responder", asked, "All look fine");
  await walkSays(rig, channel, "▶ *Does the table show red error cells?*");
});

test("all healthy: triage answers its questions as people come to them, and asks for the rest", async () => {
  const channel = await diagnosed("healthy");
  await walkSays(rig, channel, "▶ *Does the table show red error cells?*", "question 1");
  await pressIn(rig, "lead", walksIn(rig, channel).at(-1)!, "No");
  const walk = await walkSays(rig, channel, "▶ *Is Auto-run on for the table and its columns?*");
  await pressIn(rig, "lead", walk, "Yes");
  const asked = await walkSays(rig, channel, "▶ *What do the enrichment providers show?*");
  expect(asked.text).toMatch(
    /✓ Do you have credits left\? {2}\*Yes\* {2}from triage .*: 41,200 credits left/,
  );
  expect(asked.text).toMatch(/question 3, at most \d more/);
  expect(buttonsIn(rig, asked).filter((text) => text === "That's wrong")).toHaveLength(4);
});

test("a walk outside an incident ends in a declaration that carries its path along as evidence", async () => {
  const channel = await diagnosed("webhook limit");
  const checklist = await checklistSays(rig, channel, "Replace the webhook");
  await pressIn(rig, "responder", checklist, "Done");
  await checklistSays(rig, channel, "1 of 8 done");
  await pressIn(rig, "lead", checklist, "Declare P1: Webhook limit reached");
  expect(wordsOf(openForm(rig, "lead").blocks)).toContain("Severity");
  await sendForm(rig, "lead", {});
  const incident = await rig.eventually(() =>
    rig.control.channels().find(({ topic }) => topic.includes("P1 · Investigating · Webhook limit reached")),
  );
  const walk = await walkSays(rig, incident.id, "→ *Replace the webhook (P1)*", "from triage");
  expect(buttonsIn(rig, walk)).toContain("That's wrong");
  await checklistSays(rig, incident.id, "1 of 8 done", `Done by <@${rig.control.user("responder").id}>`);
  const left = await walkSays(rig, channel, "INC-1 was declared; the walk goes on in its channel.");
  expect(buttonsIn(rig, left)).toEqual([]);
  await type(rig, "lead", incident.id, "timeline");
  const timeline = rig.control.messages(incident.id, { as: "lead" }).filter(({ ephemeral }) => ephemeral);
  const record = timeline.map(({ text }) => text).join("\n");
  expect(record).toContain(
    'Is the webhook accepting data? No. From triage: Webhook "leads" refuses new rows',
  );
});
