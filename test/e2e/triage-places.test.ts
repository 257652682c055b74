import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import { isTriageDone, openForm, toldPrivately, type } from "../support/acts.ts";
import { openRig, type Rig, withSubmit } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { clay: { webhooks: [] } } });
  await rig.startBot();
});
afterAll(() => rig.close());
beforeEach(() => rig.clay.control.reset());

let channels = 0;
const freshChannel = (options: Parameters<Rig["control"]["createChannel"]>[1] = {}) =>
  rig.control.createChannel(`place-${++channels}`, { members: ["lead", "responder"], ...options });

function runsIn(channel: string, threadTs?: string): SeenMessage[] {
  return rig.control
    .messages(channel, threadTs ? { threadTs } : {})
    .filter(({ text }) => text.startsWith("Clay triage"));
}

const finishedIn = (channel: string, threadTs?: string) =>
  rig.eventually(() => runsIn(channel, threadTs).find(({ text }) => isTriageDone(text)));

describe("two people who ask within seconds", () => {
  test("share one run: in the same channel the second is pointed to it, another channel shows it too", async () => {
    const [here, there] = [freshChannel(), freshChannel()];
    const before = rig.clay.control.state().seen.length;
    await type(rig, "lead", here, "triage");
    const told = await type(rig, "responder", here, "triage");
    await type(rig, "responder", there, "triage");
    await Promise.all([finishedIn(here), finishedIn(there)]);
    expect(told).toMatch(/^<@U\w+> asked for triage here at .*: see that message\.$/);
    expect(told).toContain(rig.control.user("lead").id);
    expect(runsIn(here)).toHaveLength(1);
    expect(runsIn(there)).toHaveLength(1);
    await rig.eventually(() => runsIn(there)[0]!.text === runsIn(here)[0]!.text);
    const asked = rig.clay.control.state().seen.slice(before);
    expect(asked.filter(({ endpoint }) => endpoint === "me").length).toBeLessThanOrEqual(1);
  });

  test("in the very same instant share one run, too", async () => {
    const places = [freshChannel(), freshChannel(), freshChannel()];
    const before = rig.clay.control.state().seen.length;
    await Promise.all(places.map((place) => type(rig, "lead", place, "triage")));
    const shown = await Promise.all(places.map((place) => finishedIn(place)));
    expect(new Set(shown.map(({ text }) => text)).size).toBe(1);
    const asked = rig.clay.control.state().seen.slice(before);
    expect(asked.filter(({ endpoint }) => endpoint === "me").length).toBeLessThanOrEqual(1);
  });
});

test("for two people who ask in the same instant a webhook that is always tested gets one row", async () => {
  const tested = await openRig({
    config: ({ clay }) => ({ clay: withSubmit(clay, "always"), triage: { share_seconds: 60 } }),
  });
  onTestFinished(() => tested.close());
  await tested.startBot();
  const rowsOf = () => Object.values(tested.clay.control.state().webhooks).map(({ rows }) => rows);
  const before = rowsOf();
  const places = ["incidents", "general"];
  await Promise.all([
    type(tested, "lead", places[0]!, "triage"),
    type(tested, "responder", places[1]!, "triage"),
  ]);
  for (const place of places)
    await tested.eventually(() => tested.control.messages(place).some(({ text }) => isTriageDone(text)));
  expect(rowsOf()).toEqual(before.map((rows) => rows + 1));
});

test("a webhook that is not configured is a finding, not a crash", async () => {
  const channel = freshChannel();
  await type(rig, "lead", channel, "triage");
  expect((await finishedIn(channel)).text).toContain("CLAY_WEBHOOK_URL is not set");
});

test("in a private channel the bot is not in, the answer comes as a direct message", async () => {
  const channel = freshChannel({ kind: "private" });
  await type(rig, "lead", channel, "triage");
  const direct = await rig.eventually(() => rig.control.messages(rig.control.directChannel("lead")).at(-1));
  expect(direct.text).toContain("Clay triage");
  await rig.eventually(() => isTriageDone(rig.control.messages("@lead").at(-1)!.text));
  expect(runsIn(channel)).toEqual([]);
});

test("in a public channel the bot is not in, it answers there", async () => {
  const channel = freshChannel();
  expect(rig.control.channel(channel).members).not.toContain(rig.slack.botUserId);
  await type(rig, "lead", channel, "triage");
  await finishedIn(channel);
});

test("a mention in a thread is answered in the thread", async () => {
  const { channel, ts } = rig.control.say("lead", "general", "Are leads still coming in?");
  rig.control.mention("responder", "general", "triage", { threadTs: ts });
  await finishedIn(channel, ts);
  expect(runsIn(channel)).toEqual([]);
});

test.each([
  ["traige", "Did you mean “triage”?"],
  ["DECLAER P1 x", "Did you mean “declare”?"],
  ["resolv", "Did you mean “resolve”?"],
  ["close", "Did you mean “resolve”?"],
  ["run triage please", "Did you mean “triage”?"],
  ["?", "Did you mean “help”?"],
  [
    "sales sees no leads!",
    "I do not understand “sales sees no leads!”. Run triage to see whether Clay works",
  ],
])("an unknown verb (%s) gets the nearest one, privately", async (typed, hint) => {
  const channel = freshChannel();
  expect(await type(rig, "lead", channel, typed)).toContain(hint);
  expect(rig.control.messages(channel)).toEqual([]);
});

test("the nearest verb is one press away, with all that was typed", async () => {
  const channel = freshChannel();
  await type(rig, "lead", channel, "declrae P1 Sheets are empty");
  const asked = rig.control.messages(channel, { as: "lead" }).at(-1)!;
  expect(rig.control.elements(asked).map(({ text }) => text)).toEqual(["Declare", "Help"]);
  await rig.control.click("lead", asked, "verb_typed:declare");
  expect(JSON.stringify(openForm(rig, "lead").blocks)).toContain('"Sheets are empty"');
});

test("nothing typed after the command gets help, with triage first", async () => {
  const told = await type(rig, "lead", freshChannel(), "");
  expect(told).toContain("Start with `/clay-incident triage`");
  for (const verb of ["declare", "update", "resolve", "list", "timeline"]) expect(told).toContain(verb);
});

test("help with a verb's name explains that verb", async () => {
  expect(await type(rig, "lead", freshChannel(), "help Triage")).toBe(
    "• `triage`  Checks Clay, your webhooks, key, credits and callback, and says what is wrong.",
  );
  const told = await type(rig, "lead", freshChannel(), "help credits");
  expect(told).toMatch(/^• `credits\b/);
  expect(told).toContain("What to do:");
});

test("a verb without an incident says that none is open, by that verb, and offers to declare one", async () => {
  const { ackBody } = await rig.control.command("lead", freshChannel(), "/clay-incident note Seen");
  const told = JSON.stringify(ackBody);
  expect(told).toContain("No incident is open.");
  expect(told).toContain("note INC-12");
  expect(told).toContain("Declare an incident");
});

test("an unknown verb in a mention is answered privately as well", async () => {
  rig.control.mention("gtm-manager", "general", "stauts");
  const told = await rig.eventually(() => toldPrivately(rig, "gtm-manager", "general").at(-1));
  expect(told).toContain("Did you mean “status”?");
  expect(told.length).toBeLessThan(150);
});

describe("people who may not act", () => {
  test.each([
    ["guest", "Guests cannot run incidents here."],
    ["external", "Only members of this workspace can run incidents here."],
  ])("%s: refused kindly, and nothing runs", async (user, told) => {
    const before = rig.control.messages("clay-alerts").length;
    for (const verb of ["triage", "declare P1 Everything is down", "list"])
      expect(await type(rig, user, "clay-alerts", verb)).toContain(told);
    rig.control.mention(user, "clay-alerts", "triage");
    await rig.eventually(() => toldPrivately(rig, user, "clay-alerts").length === 4);
    await rig.control.shortcut(user, "declare_incident");
    expect(rig.control.modals(user)).toEqual([]);
    expect(rig.control.messages("clay-alerts").slice(before)).toHaveLength(1);
  });

  test("one whose account is deactivated while their request is on its way", async () => {
    rig.control.createUser({ name: "leaver" });
    rig.control.join("general", "leaver");
    rig.control.deactivateUser("leaver");
    expect(await type(rig, "leaver", "general", "triage")).toContain("deactivated");
  });
});
