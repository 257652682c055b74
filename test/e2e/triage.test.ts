import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localWebhooks } from "../../src/fake-clay/world.ts";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import {
  incidentTitled,
  isTriageDone,
  openForm,
  sendDeclaration,
  textsIn,
  toldPrivately,
  type,
  watchMessages,
  wordsOf,
} from "../support/acts.ts";
import { openRig, type Rig, withSubmit } from "../support/bot.ts";
import { walkSays } from "../support/walks.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({
    config: ({ clay }) => ({
      clay: withSubmit(clay, "ask"),
      triage: { deadline_ms: 3000, share_seconds: 0 },
    }),
  });
  await rig.startBot();
});
afterAll(() => rig.close());

let channel: string;
let channels = 0;
beforeEach(async () => {
  await rig.clay.control.reset();
  const members = ["lead", "responder", "gtm-manager"];
  channel = rig.control.createChannel(`triage-${++channels}`, { members });
});

const runs = () => rig.control.messages(channel).filter(({ text }) => text.startsWith("Clay triage"));
const buttonsOf = (message: SeenMessage) => rig.control.elements(message).map(({ text }) => text);
const rowsOf = (webhook: keyof typeof localWebhooks) =>
  rig.clay.control.state().webhooks[localWebhooks[webhook]]!.rows;
const finished = (nth = 0) => rig.eventually(() => runs().filter(({ text }) => isTriageDone(text))[nth]);

async function runTriage(): Promise<SeenMessage> {
  await type(rig, "lead", channel, "triage");
  return finished();
}

/** How many of a run's lines still say "checking", in each version of its message. */
const stillChecking = (versions: string[]) =>
  versions.map((text) => text.split("\n").filter((line) => line.endsWith("(checking)")).length);

test("triage posts at once, fills in each line as its probe ends, and closes with verdict, fixes and buttons", async () => {
  for (const endpoint of ["www", "app", "api", "status", "callback", "credits"] as const)
    rig.clay.control.set(endpoint, { delayMs: 600 });
  rig.clay.control.set("me", { answer: "hang" });
  const versions = watchMessages(rig, channel);
  const run = await runTriage();
  const [first, ...later] = stillChecking(versions);
  expect(first).toBeGreaterThanOrEqual(7);
  expect(later).toContain(1);
  expect(later).toEqual(later.toSorted((a, b) => b - a));
  expect(later.at(-1)).toBe(0);
  expect(run.text).toContain("*Most likely: Clay's API did not answer within 3 s.*");
  expect(run.text).toContain("Suggested severity: *P2*");
  expect(run.text).toContain("*What to do*\n• P2: Look at Clay's status page.");
  expect(buttonsOf(run)).toEqual([
    "Send test row",
    "Send test row",
    "Declare P2",
    "Walk the tree",
    "Run again",
    "Details",
  ]);
});

test("a test row asks for consent that says what it costs", async () => {
  const run = await runTriage();
  const dialog = rig.control.confirmDialog("lead", run, { actionId: "triage.test_row" });
  expect(JSON.stringify(dialog)).toContain("adds 1 row");
  expect(JSON.stringify(dialog)).toContain("counts towards its limit");
  const rows = rowsOf("leads");
  await rig.control.click("lead", run, "triage.test_row", { confirm: false });
  expect(rowsOf("leads")).toBe(rows);
});

test("two people who press it send one row, the result shows in the same message, the second is told who was first", async () => {
  const run = await runTriage();
  const rows = rowsOf("leads");
  rig.clay.control.set("webhook", { delayMs: 300 });
  await Promise.all([
    rig.control.click("lead", run, "triage.test_row"),
    rig.control.click("responder", run, "triage.test_row"),
  ]);
  await rig.eventually(() => /test row sent by <@\w+>/.test(runs()[0]!.text));
  expect(runs()).toHaveLength(1);
  expect(runs()[0]!.text).toContain('*Webhook "leads"*  takes new rows (200)');
  expect(rowsOf("leads")).toBe(rows + 1);
  const first = /test row sent by <@(\w+)>/.exec(runs()[0]!.text)![1]!;
  const second = rig.control.user("lead").id === first ? "responder" : "lead";
  await rig.eventually(() => toldPrivately(rig, second, channel).length);
  expect(toldPrivately(rig, second, channel).join()).toContain(`<@${first}> asked for this test row`);
  // What came too late is explained as well.
  await rig.control.click("gtm-manager", run, "triage.test_row").catch(() => {});
  expect(rowsOf("leads")).toBe(rows + 1);
});

test("a test row that finds the limit reached turns the verdict", async () => {
  const run = await runTriage();
  rig.clay.control.set("webhook", { answer: "limit_reached" });
  await rig.control.click("lead", run, "triage.test_row");
  const after = await rig.eventually(() => runs().find(({ text }) => text.includes("Most likely")));
  expect(after.text).toContain("has used its 50,000 submissions (403)");
  expect(buttonsOf(after)).toContain("Declare P1");
});

test("an incident declared after a test row shows that run, whose evidence answers the tree", async () => {
  const run = await runTriage();
  rig.clay.control.set("webhook", { answer: "limit_reached" });
  await rig.control.click("lead", run, "triage.test_row");
  const failing = await rig.eventually(() => runs().find(({ text }) => text.includes("Most likely")));
  const rows = rowsOf("leads");
  await rig.control.click("lead", failing, "triage.declare");
  await sendDeclaration(rig, "lead", { title: "Leads stay outside" });
  const { id } = await incidentTitled(rig, "Leads stay outside");
  expect(textsIn(rig, id).find(isTriageDone)).toContain("has used its 50,000 submissions (403)");
  await walkSays(rig, id, "→ *Replace the webhook (P1)*");
  expect(rowsOf("leads")).toBe(rows);
  // Triage beside the form to resolve sends no row, so it has no all-clear to give.
  await type(rig, "lead", id, "resolve");
  await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("❔ *Triage just now:*"));
  expect(wordsOf(openForm(rig, "lead").blocks)).toMatch(
    /Not tested this time, and at <!date[^>]*>: Webhook "leads" refuses new rows/,
  );
});

test("a run that found nothing wrong fills nothing into the form to declare", async () => {
  const run = await runTriage();
  await rig.control.click("gtm-manager", run, "triage.declare");
  const { blocks } = openForm(rig, "gtm-manager");
  expect(JSON.stringify(blocks)).not.toMatch(/initial_value|not tested|"initial_option":\{[^}]*P[1-4]/i);
});

test("run again makes a new run below the old one", async () => {
  const run = await runTriage();
  await rig.clay.control.play("credits zero");
  await rig.control.click("responder", run, "triage.again");
  const again = await finished(1);
  expect(again.text).toContain("The account has no credits left");
  expect(runs()[0]!.text).toBe(run.text);
});

test("details show each probe in full, without a secret", async () => {
  await rig.clay.control.play("key dead");
  const run = await runTriage();
  await rig.control.click("responder", run, "triage.details");
  const words = wordsOf(openForm(rig, "responder").blocks);
  expect(words).toContain("HTTP 401");
  expect(words).toMatch(/DNS|connect|first byte/);
  expect(words).toContain("To do: ");
  expect(words).toContain("Finding: api.unauthorized · side: account · suggests P2");
  expect(words).not.toContain("clay-local-key");
  expect(words).not.toContain(localWebhooks.leads);
});

describe("nonsense from Clay's addresses", () => {
  test("endless, circular and unreadable answers are told as such, and the bot lives on", async () => {
    await rig.clay.control.play("nonsense");
    const run = await runTriage();
    expect(run.text).toContain("starts to answer, but never ends");
    expect(run.text).toContain("the caller is sent from address to address without end");
    expect(run.text).toContain("the answer is text that cannot be read (200)");
    expect(run.text).toContain("the answer is a web page where data was due (200)");
  });
});
