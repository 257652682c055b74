import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import {
  declare,
  type IncidentChannel,
  nameOf,
  press,
  recordOf,
  sendForm,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { type ClockedBot, type ClockRig, openClockRig } from "../support/clock-rig.ts";

let rig: ClockRig;
let bot: ClockedBot;
beforeAll(async () => {
  rig = await openClockRig({
    config: ({ slack }) => ({
      incident: {
        invite_usergroup: slack.control.userGroups()[0]!.id,
        escalation_contact: slack.control.user("gtm-manager").id,
        announcements_channel: slack.control.channel("incidents").id,
      },
    }),
  });
  bot = await rig.startBot();
});
afterAll(() => rig.close());

let stories = 0;
const declared = (severity: string) => declare(rig, { title: `Clocks${++stories}`, severity });
async function led(severity = "P1"): Promise<IncidentChannel> {
  const channel = await declared(severity);
  await press(rig, "lead", channel, "lead");
  await said(channel, `${mention("lead")} leads ${nameOf(channel)}.`);
  return channel;
}

const mention = (user: string) => `<@${rig.control.user(user).id}>`;
const saying = (channel: { id: string }, words: string) =>
  rig.control.messages(channel.id).filter(({ text }) => text.includes(words));
const said = (channel: { id: string }, words: string) => rig.eventually(() => saying(channel, words).at(-1));
const direct = (user: string) => ({ id: rig.control.directChannel(user) });
const told = (user: string, channel: { id: string }, words: string) =>
  rig.eventually(() => toldPrivately(rig, user, channel.id).find((text) => text.includes(words)));
const buttonsOf = (message: SeenMessage) => rig.control.elements(message).map(({ text }) => text);
const click = (user: string, message: SeenMessage, action: string) =>
  rig.control.click(user, message, action);

async function resolve(channel: IncidentChannel): Promise<void> {
  await type(rig, "lead", channel.id, "resolve");
  await rig.eventually(() => rig.control.modals("lead").length);
  await sendForm(rig, "lead", { resolution: "Webhook replaced" });
  await said(channel, `${nameOf(channel)} is resolved`);
}

describe("The response clock", () => {
  test("nudges at half of the time, with one button to lead by; who pressed it is said there", async () => {
    const channel = await declared("P1");
    rig.pass(8);
    const nudge = await said(channel, "Nobody leads INC");
    expect(nudge.text).toMatch(/^Nobody leads INC-\d+ yet\. Someone should by <!date/);
    expect(buttonsOf(nudge)).toEqual(["I'm leading"]);
    await click("responder", nudge, "verb.lead");
    const answered = await said(channel, `${mention("responder")} leads since`);
    expect(answered.ts).toBe(nudge.ts);
    expect(buttonsOf(answered)).toEqual([]);
    rig.pass(60);
    await rig.quiet();
    expect(saying(channel, "Nobody leads INC")).toHaveLength(1);
  });

  test("calls the group when time is out, then the contact, also directly, once each; the record says so", async () => {
    const channel = await declared("P1");
    rig.pass(16);
    const first = await said(channel, `Calling <!subteam^${rig.control.userGroups()[0]!.id}>.`);
    expect(buttonsOf(first)).toEqual(["I'm leading"]);
    rig.pass(8);
    await said(channel, `Calling ${mention("gtm-manager")}.`);
    const where = `nobody leads ${nameOf(channel)} (P1): Clocks${stories}. It is worked on in <#${channel.id}>.`;
    const call = await said(direct("gtm-manager"), where);
    expect(rig.control.channel(channel.id).members).toContain(rig.control.user("gtm-manager").id);
    rig.pass(600);
    await rig.quiet();
    expect(saying(channel, "Calling")).toHaveLength(2);
    expect(saying(direct("gtm-manager"), where)).toHaveLength(1);
    await click("gtm-manager", call, "verb.lead");
    await said(direct("gtm-manager"), `${mention("gtm-manager")} leads since`);
    const happened = (await recordOf(rig, nameOf(channel))).map(({ type, step }) => [type, step]);
    expect(happened.filter(([type]) => type === "response.escalated")).toEqual([
      ["response.escalated", 1],
      ["response.escalated", 2],
    ]);
    expect(await type(rig, "lead", channel.id, "timeline")).toContain("Escalated: nobody led in time.");
  });

  test("moves with the severity: raised it calls at once, lowered it waits", async () => {
    const raised = await declared("P3");
    rig.pass(20);
    await type(rig, "lead", raised.id, "severity P1 Worse than it looked");
    expect((await said(raised, "the time to respond ran out")).text).toContain("Calling <!subteam^");
    const lowered = await declared("P1");
    await type(rig, "lead", lowered.id, "severity P3 Only one table");
    rig.pass(60);
    await rig.quiet();
    expect(saying(lowered, "Nobody leads INC")).toEqual([]);
    rig.pass(70);
    await said(lowered, "Nobody leads INC");
  });
});

describe("The update clock", () => {
  test("nudges the lead before the update is due; overdue is said once and twice more", async () => {
    const channel = await led();
    rig.pass(21);
    const nudge = await said(channel, "is promised for");
    expect(nudge.text).toMatch(
      new RegExp(`^${mention("lead")}: The next update of INC-\\d+ is promised for <!`),
    );
    expect(buttonsOf(nudge)).toEqual(["Update", "Snooze 15 min", "Dismiss"]);
    for (const count of [1, 2, 3]) {
      rig.pass(16);
      await rig.eventually(() => saying(channel, "is overdue").length === count);
    }
    await rig.quiet();
    const [first, second, last] = saying(channel, "is overdue");
    expect([first!, second!].flatMap(buttonsOf)).toEqual([]);
    expect(last!.text).toContain("This is the last reminder.");
    expect(buttonsOf(last!)).toEqual(["Update"]);
    rig.pass(300);
    await rig.quiet();
    expect(saying(channel, "is overdue")).toHaveLength(3);
  });

  test("the update's form changes what is promised next, and the reminder says it was answered", async () => {
    const channel = await led();
    rig.pass(21);
    const nudge = await said(channel, "is promised for");
    await click("lead", nudge, "verb.update");
    await sendForm(rig, "lead", { text: "Re-sending rows", next: "120" });
    await said(channel, `Updated by ${mention("lead")}`);
    rig.pass(100);
    await rig.quiet();
    expect(saying(channel, "is overdue")).toEqual([]);
    rig.pass(15);
    await rig.eventually(() => saying(channel, "is promised for").length === 2);
  });

  test("a P4 promises no update", async () => {
    const channel = await led("P4");
    rig.pass(24 * 60);
    await rig.quiet();
    expect([...saying(channel, "is promised"), ...saying(channel, "overdue")]).toEqual([]);
  });

  test("snoozed by its button it comes back when the snooze ends; dismissed it does not", async () => {
    const channel = await led();
    rig.pass(21);
    await click("lead", await said(channel, "is promised for"), "verb.snooze");
    await told("lead", channel, "no earlier than");
    await said(channel, `Put off by ${mention("lead")} until`);
    rig.pass(12);
    await rig.quiet();
    expect(saying(channel, "is overdue")).toEqual([]);
    rig.pass(4);
    await click("lead", await said(channel, "is overdue"), "verb.dismiss");
    await said(channel, `Dismissed by ${mention("lead")}`);
    rig.pass(300);
    await rig.quiet();
    expect(saying(channel, "is overdue")).toHaveLength(1);
  });

  test("a button that no longer applies says so, and who was first", async () => {
    const channel = await led();
    rig.pass(21);
    const nudge = await said(channel, "is promised for");
    await Promise.all([click("responder", nudge, "verb.dismiss"), click("lead", nudge, "verb.dismiss")]);
    const answers = await rig.eventually(() => {
      const all = ["lead", "responder"].flatMap((user) => toldPrivately(rig, user, channel.id));
      return all.filter((text) => /dismissed these|do not remind/.test(text)).length === 2 ? all : undefined;
    });
    expect(answers.filter((text) => /> dismissed these reminders at/.test(text))).toHaveLength(1);
  });
});

test("a snooze that makes no sense is refused kindly, and one in minutes is not taken for an incident", async () => {
  const channel = await led();
  for (const typed of ["1e300", "soon", "0", "-5"])
    expect(await type(rig, "lead", channel.id, `snooze ${typed}`)).toContain("put off by up to a day");
  expect(await type(rig, "lead", channel.id, "snooze 30")).toContain("no earlier than");
});

describe("A watched figure", () => {
  async function watched(more: object) {
    const channel = await led("P4");
    await type(rig, "lead", channel.id, "watch Hit rate");
    await sendForm(rig, "lead", { unit: "%", every: "15", for: "60", ...more });
    await said(channel, "Watching Hit rate until");
    return channel;
  }

  test("is asked for at its rhythm, kept as a series, and said to be back to normal", async () => {
    const channel = await watched({ direction: "atLeast", goal: "60" });
    rig.pass(15);
    const question = await said(channel, "What is Hit rate now?");
    expect(buttonsOf(question)).toEqual(["Enter figure", "Stop watching"]);
    await click("responder", question, "verb.figure");
    await sendForm(rig, "responder", { value: "41" });
    await said(channel, `Hit rate: 41 %, from ${mention("responder")}.`);
    rig.pass(15);
    await rig.eventually(() => saying(channel, "What is Hit rate now?").length === 2);
    await type(rig, "lead", channel.id, "figure 82");
    await said(channel, "Hit rate: back to normal.");
    rig.pass(120);
    await rig.quiet();
    expect(saying(channel, "What is Hit rate now?")).toHaveLength(2);
    const figures = (await recordOf(rig, nameOf(channel))).filter(({ type }) => type === "watch.recorded");
    expect(figures.map(({ value, normal }) => [value, normal])).toEqual([
      [41, false],
      [82, true],
    ]);
    await type(rig, "lead", channel.id, "figure W1 83").then((answer) =>
      expect(answer).toContain("Hit rate is no longer watched"),
    );
  });

  test("is taken from triage where triage can tell it, and nobody is asked twice", async () => {
    const channel = await watched({ unit: "credits", source: "credits", goal: "50000" });
    rig.pass(15);
    await said(channel, "41,200 credits, from clay-incident.");
    await rig.quiet();
    expect(saying(channel, "What is Hit rate now?").flatMap(buttonsOf)).toEqual([]);
  });

  test("that triage cannot tell is asked of people", async () => {
    rig.clay.control.set("credits", { answer: "hang" });
    const channel = await watched({ unit: "credits", source: "credits" });
    rig.pass(15);
    expect(buttonsOf(await said(channel, "What is Hit rate now?"))).toContain("Enter figure");
    await rig.clay.control.reset();
  });

  test("can be stopped by a button, by nobody a second time", async () => {
    const channel = await watched({});
    rig.pass(15);
    const question = await said(channel, "What is Hit rate now?");
    const stop = (user: string) => click(user, question, "reminder.stop_watch");
    await Promise.all([stop("lead"), stop("responder")]);
    await said(channel, "Hit rate is no longer watched.");
    const [second] = await rig.eventually(() => {
      const all = ["lead", "responder"].flatMap((user) => toldPrivately(rig, user, channel.id));
      return all.some((text) => text.includes("watched, since")) ? all : undefined;
    });
    expect(second).toContain("Hit rate is no longer watched, since");
    expect((await recordOf(rig, nameOf(channel))).filter(({ type }) => type === "watch.ended")).toHaveLength(
      1,
    );
  });
});

describe("Afterwards", () => {
  test("clocks are silent once it is resolved; days later archiving is offered, and done by its button", async () => {
    const channel = await led();
    await resolve(channel);
    await rig.quiet();
    const before = rig.control.messages(channel.id).length;
    rig.pass(24 * 60);
    await rig.quiet();
    expect(rig.control.messages(channel.id)).toHaveLength(before);
    rig.pass(48 * 60 + 1);
    const offer = await said(channel, "Its channel can be archived.");
    expect(buttonsOf(offer)).toEqual(["Archive"]);
    await click("lead", offer, "verb.archive");
    await rig.eventually(() => rig.control.channel(channel.id).archived);
  });

  test("who has something to do is reminded of it directly, once, also when the channel is archived", async () => {
    const channel = await led();
    await type(rig, "lead", channel.id, "todo Alert at 45,000 rows");
    await sendForm(rig, "lead", { owner: rig.control.user("responder").id });
    await resolve(channel);
    await type(rig, "lead", channel.id, "archive");
    await rig.eventually(() => rig.control.channel(channel.id).archived);
    rig.pass(15 * 24 * 60);
    const words = `To do after ${nameOf(channel)}: Alert at 45,000 rows. Due now.`;
    const reminder = await said(direct("responder"), words);
    expect(buttonsOf(reminder)).toEqual(["Done"]);
    await click("responder", reminder, "reminder.item_done");
    await said(direct("responder"), `Done, says ${mention("responder")}`);
    rig.pass(24 * 60);
    await rig.quiet();
    expect(saying(direct("responder"), words)).toHaveLength(1);
  });

  test("where the bot was removed from the channel, its clocks are silent", async () => {
    const channel = await led();
    rig.control.kick(channel.id, "bot");
    await expect
      .poll(() => recordOf(rig, nameOf(channel)))
      .toContainEqual(expect.objectContaining({ type: "channel.lost", reason: "removed" }));
    const before = rig.control.calls("chat.postMessage").length;
    rig.pass(24 * 60);
    await rig.quiet();
    const calls = rig.control.calls("chat.postMessage").slice(before);
    expect(calls.filter(({ args }) => args.channel === channel.id)).toEqual([]);
  });
});

describe("Whatever becomes of the process and its clock", () => {
  /** What this incident's clocks said, and whether late. */
  async function rings(channel: IncidentChannel) {
    const events = await recordOf(rig, nameOf(channel));
    return events
      .filter(({ type }) => /^(response|update)\.(nudged|escalated|overdue)$/.test(type))
      .map(({ type, late }) => [type, late]);
  }

  test("a restart rings nothing a second time and forgets nothing", async () => {
    const channel = await led();
    rig.pass(21);
    await said(channel, "is promised for");
    await bot.stop();
    bot = await rig.startBot();
    await rig.quiet();
    expect(saying(channel, "is promised for")).toHaveLength(1);
    rig.pass(10);
    await said(channel, "is overdue");
    expect(await rings(channel)).toEqual([
      ["update.nudged", false],
      ["update.overdue", false],
    ]);
  });

  test("after a day of downtime each clock rings once, and says that it is late", async () => {
    const channel = await led();
    const unled = await declared("P2");
    await rig.quiet();
    await bot.stop();
    rig.pass(24 * 60);
    bot = await rig.startBot();
    const late = "(Late: this could not be said when it was due.)";
    expect((await said(channel, "is overdue")).text).toContain(late);
    expect((await said(unled, "ran out")).text).toContain(late);
    await rig.quiet();
    expect(await rings(channel)).toEqual([["update.overdue", true]]);
    expect(await rings(unled)).toEqual([
      ["response.escalated", true],
      ["update.overdue", true],
    ]);
  });

  test("a clock that jumps ahead and is put back again rings each at most once", async () => {
    const channel = await led();
    await rig.quiet();
    const right = rig.clock.now();
    rig.pass(25);
    await said(channel, "is promised for");
    rig.clock.moveTo(right);
    rig.pass(24);
    await rig.quiet();
    expect(saying(channel, "is promised for")).toHaveLength(1);
    rig.pass(10);
    await said(channel, "is overdue");
    expect((await rings(channel)).map(([type]) => type)).toEqual(["update.nudged", "update.overdue"]);
  });
});

test("a reminder that somebody deletes is not posted again", async () => {
  const channel = await led();
  rig.pass(21);
  const nudge = await said(channel, "is promised for");
  rig.control.deleteMessage(nudge);
  await type(rig, "lead", channel.id, "dismiss");
  await rig.quiet();
  expect(saying(channel, "is promised for")).toEqual([]);
});
