import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localWebhooks, webhookLimit } from "../../src/fake-clay/world.ts";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import { loadRunbook } from "../../src/runbook/load.ts";
import {
  declare,
  type IncidentChannel,
  isTriageDone,
  nameOf,
  notified,
  openForm,
  recordOf,
  sendForm,
  textsIn,
  toldPrivately,
  type,
  wordsOf,
} from "../support/acts.ts";
import { withSubmit } from "../support/bot.ts";
import { type ClockRig, openClockRig } from "../support/clock-rig.ts";
import {
  answerIn,
  buttonsIn,
  checklistSays,
  checklistsIn,
  pressIn,
  walkSays,
  walksIn,
} from "../support/walks.ts";

/** A busy machine must not make Clay look slow. */
const patient = { deadline_ms: 10_000, share_seconds: 0 };

let rig: ClockRig;
beforeAll(async () => {
  rig = await openClockRig({
    config: ({ clay }) => ({
      clay: { ...withSubmit(clay, "always"), workspace_id: "4242" },
      triage: patient,
    }),
  });
  await rig.startBot();
});
afterAll(() => rig.close());
beforeEach(() => rig.clay.control.reset());

const idOf = (user: string) => rig.control.user(user).id;
const redCells = "▶ *Does the table show red error cells?*";
const autoRun = "▶ *Is Auto-run on for the table and its columns?*";
const told = (user: string, channel: string, words: string) =>
  rig.eventually(() => toldPrivately(rig, user, channel).find((text) => text.includes(words)));

let number = 0;
async function declared(more: { severity?: string } = {}): Promise<IncidentChannel> {
  const channel = await declare(rig, { title: `Walked ${++number}x`, options: [], ...more });
  rig.control.join(channel.id, "responder");
  return channel;
}

/** A channel with a walk of its own that asks its first question. */
async function walkAlone(symptom = "enrichment not running", first = redCells): Promise<string> {
  const channel = rig.control.createChannel(`alone-${++number}`, { members: ["lead", "responder"] });
  await type(rig, "lead", channel, `diagnose ${symptom}`);
  await rig.eventually(() => textsIn(rig, channel).some(isTriageDone));
  await walkSays(rig, channel, first);
  return channel;
}

const walkIn = (channel: string): SeenMessage => walksIn(rig, channel).at(-1)!;

describe("beginning", () => {
  test("in a new incident's channel the walk begins by itself, once triage has said what it can", async () => {
    await rig.clay.control.play("webhook limit");
    const channel = await declared();
    await walkSays(rig, channel.id, "→ *Replace the webhook (P1)*");
    expect(walksIn(rig, channel.id)).toHaveLength(1);
    await notified(rig, channel.id, nameOf(channel), "*Impact*  New leads do not reach Clay");
  });

  test("the incident remembers which runbook it was declared under", async () => {
    const channel = await declared();
    const loaded = loadRunbook();
    const hash = "hash" in loaded ? loaded.hash : null;
    const record = await recordOf(rig, nameOf(channel));
    expect(record.find(({ type }) => type === "incident.declared")).toMatchObject({ runbookHash: hash });
  });

  test("diagnose in an incident's channel points to the walk there is; another symptom starts it over", async () => {
    const channel = await declared();
    await walkSays(rig, channel.id, redCells);
    const reply = await type(rig, "responder", channel.id, "diagnose");
    expect(reply).toContain("“Enrichment not running?” is under way here: question 1");
    // The message is there a moment before the bot has noted where.
    for (let link = reply; !/<http[^|]+\|Go to it>/.test(link); )
      link = await type(rig, "responder", channel.id, "diagnose");
    await pressIn(rig, "responder", walkIn(channel.id), "Another symptom");
    await told("responder", channel.id, "Choosing one starts it over.");
    const ways = rig.control
      .messages(channel.id, { as: "responder" })
      .findLast(({ ephemeral }) => ephemeral)!;
    await rig.control.choose("responder", ways, "walk.start", "Low hit rate");
    await walkSays(rig, channel.id, "*Low hit rate?*", "▶ *Do all providers come back empty?*");
    expect(walksIn(rig, channel.id)).toHaveLength(1);
    await rig.control.choose("responder", ways, "walk.start", "CRM sync failing");
    await told(
      "responder",
      channel.id,
      "The walk has moved on. Now it is: Do all providers come back empty?",
    );
    expect(walkIn(channel.id).text).toContain("*Low hit rate?*");
  });

  test("elsewhere diagnose asks what one sees, and the list names every way in with its symptom", async () => {
    const channel = rig.control.createChannel(`alone-${++number}`, { creator: "lead" });
    const reply = await type(rig, "lead", channel, "diagnose");
    expect(reply).toContain("*What do you see?*");
    expect(reply).toContain("• CRM sync failing: Clay has the data, the CRM does not get it");
    expect(textsIn(rig, channel)).toEqual([]);
  });

  test("under a triage run a button begins it", async () => {
    const channel = rig.control.createChannel(`alone-${++number}`, { creator: "lead" });
    await type(rig, "lead", channel, "triage");
    const run = await rig.eventually(() =>
      rig.control.messages(channel).find(({ text }) => isTriageDone(text)),
    );
    await pressIn(rig, "lead", run, "Walk the tree");
    await told("lead", channel, "What do you see?");
    const ways = rig.control.messages(channel, { as: "lead" }).find(({ ephemeral }) => ephemeral)!;
    await rig.control.choose("lead", ways, "walk.start", "Clay's dashboard does not open");
    await walkSays(rig, channel, "▶ *Does it open in an incognito window, another browser, or on a phone?*");
  });

  test("in a thread the walk stays in the thread", async () => {
    const { channel, ts } = rig.control.say("lead", "general", "Nothing gets enriched?");
    rig.control.mention("responder", "general", "diagnose", { threadTs: ts });
    const ways = await rig.eventually(() =>
      rig.control.messages(channel, { as: "responder", threadTs: ts }).find(({ ephemeral }) => ephemeral),
    );
    await rig.control.choose("responder", ways, "walk.start", "Low hit rate");
    await rig.eventually(() =>
      rig.control.messages(channel, { threadTs: ts }).find(({ text }) => text.startsWith("*Low hit rate?*")),
    );
    expect(walksIn(rig, channel)).toEqual([]);
  });

  test("when the first triage is interrupted, the walk begins without it", async () => {
    const slow = await openClockRig({ config: { triage: { deadline_ms: 3000, share_seconds: 0 } } });
    for (const endpoint of ["status", "me", "credits"] as const)
      slow.clay.control.set(endpoint, { answer: "hang" });
    await slow.startBot();
    await type(slow, "lead", "general", "declare");
    await sendForm(slow, "lead", { title: "Interrupted", severity: "P2", options: [] });
    const channel = await slow.eventually(() =>
      slow.control.channels().find(({ topic }) => topic.includes("Interrupted")),
    );
    await slow.eventually(() => textsIn(slow, channel.id).some((text) => text.includes("checking…")));
    slow.pass(2);
    await walkSays(slow, channel.id, redCells);
    await slow.close();
  });

  test("two people who begin in different channels at once have a walk each", async () => {
    const [first, second] = await Promise.all([walkAlone(), walkAlone()]);
    await answerIn(rig, "lead", first, "No");
    await walkSays(rig, first, autoRun);
    expect(walkIn(second).text).toContain(redCells);
  });
});

describe("answering", () => {
  test("one message is edited in place: path, who answered, question, how to look, where", async () => {
    const channel = await walkAlone();
    const { ts } = walkIn(channel);
    await answerIn(rig, "responder", channel, "No");
    const walk = await walkSays(rig, channel, autoRun);
    expect(walk.ts).toBe(ts);
    expect(walk.text).toMatch(
      new RegExp(`✓ Does the table show red error cells\\? {2}\\*No\\* {2}<@${idOf("responder")}> <!date`),
    );
    expect(walk.text).toContain("Table settings &gt; Auto-run");
    expect(walk.text).toContain("<https://app.clay.com/workspaces/4242/home|Clay>");
    expect(walk.text).toMatch(/^\*Enrichment not running\?\* {2}question 2/);
    expect(buttonsIn(rig, walk)).toEqual([
      "Yes",
      "No",
      "Can't tell",
      "Back",
      "Another symptom",
      "Start over",
      "Troubleshooting",
    ]);
  });

  test("two people on one question: the first counts, the second is told, privately", async () => {
    const channel = await walkAlone();
    const seen = walkIn(channel);
    await Promise.all([pressIn(rig, "lead", seen, "No"), pressIn(rig, "responder", seen, "Yes")]);
    const walk = await walkSays(rig, channel, "question 2");
    const first = walk.text.includes(`<@${idOf("lead")}>`) ? "lead" : "responder";
    const second = first === "lead" ? "responder" : "lead";
    const answer = await told(second, channel, "was answered by");
    expect(answer).toContain(`was answered by <@${idOf(first)}> at`);
    expect(answer).toContain("Now it is:");
    expect(toldPrivately(rig, first, channel)).toEqual([]);
  });

  test("Back and Start over, and Back on the first question is refused kindly", async () => {
    const channel = await walkAlone();
    await answerIn(rig, "lead", channel, "No");
    await pressIn(rig, "lead", await walkSays(rig, channel, autoRun), "Back");
    const first = await walkSays(rig, channel, redCells, "question 1");
    expect(buttonsIn(rig, first)).not.toContain("Back");
    await answerIn(rig, "lead", channel, "Can't tell");
    await pressIn(rig, "lead", await walkSays(rig, channel, "*Can't tell*"), "Start over");
    await walkSays(rig, channel, redCells, "question 1");
  });

  test("can't tell goes on, and the end says what is not ruled out", async () => {
    const channel = await walkAlone();
    await answerIn(rig, "lead", channel, "Can't tell");
    await walkSays(rig, channel, autoRun);
    await answerIn(rig, "lead", channel, "No");
    await walkSays(
      rig,
      channel,
      "→ *Switch Auto-run on (P2)*",
      "Nobody could tell:\n• Does the table show red error cells? Not ruled out: Yes",
    );
  });

  test("a pasted message is recognised; one nobody knows leaves the form open, saying so", async () => {
    const channel = await walkAlone();
    await answerIn(rig, "lead", channel, "Yes");
    const walk = await walkSays(rig, channel, "▶ *What does the red cell say?*");
    await pressIn(rig, "lead", walk, "Paste the message");
    await sendForm(rig, "lead", { text: "the hamster has left the wheel" });
    expect(openForm(rig, "lead").errors.text).toContain("does not know this message");
    await sendForm(rig, "lead", { text: "ERROR: Rate limit wait time exceeded (row 12)" });
    const leaf = await walkSays(rig, channel, "→ *Wait, or switch to another provider (P3)*");
    expect(leaf.text).toContain("(recognised by “Rate limit wait time exceeded”)");
    expect(leaf.text).toContain("Running the cell again may work.");
  });

  test("troubleshooting is a button away from every question, and found by words", async () => {
    const channel = await walkAlone();
    await pressIn(rig, "responder", walkIn(channel), "Troubleshooting");
    const all = await told("responder", channel, "Can't access Clay dashboard");
    for (const issue of [
      "Webhook test returns nothing",
      "All providers returning empty",
      "CRM pushing wrong data",
    ])
      expect(all).toContain(issue);
    expect(await type(rig, "lead", channel, "help wrong data in hubspot")).toContain("Map the body fields");
    expect(await type(rig, "lead", channel, "help Token has expired")).toContain("Reconnect the account");
    expect(await type(rig, "lead", channel, "help hit rate")).toContain(
      "`/clay-incident diagnose low hit rate` walks you through it.",
    );
    expect(await type(rig, "lead", channel, "help declare")).toContain("`declare [P1–P4]");
    expect(await type(rig, "lead", channel, "help 403")).toContain(
      "it has used its limit of submissions (403)",
    );
    expect(await type(rig, "lead", channel, "help hamster wheel")).toContain(
      "I have nothing on “hamster wheel”",
    );
  });
});

test("in a new incident the walk begins by the way in its title names, else by the first", async () => {
  const crm = await declare(rig, { title: "CRM sync failing since Monday" });
  await walkSays(rig, crm.id, "*CRM sync failing?*", "▶ *What do the cells of the CRM");
  const unsure = await declare(rig, { title: "Webhook" });
  await walkSays(rig, unsure.id, "*Enrichment not running?*", redCells);
});

describe("evidence", () => {
  test("That's wrong beside an answer of triage asks people, and what followed from it is taken back", async () => {
    await rig.clay.control.play("credits zero");
    const channel = await walkAlone("enrichment not running", "→ *Credits exhausted (P1)*");
    await pressIn(rig, "lead", walkIn(channel), "That's wrong");
    const asked = await walkSays(rig, channel, "▶ *Do you have credits left?*", "question 1");
    expect(buttonsIn(rig, asked)).toContain("Test again");
    const [checklist] = checklistsIn(rig, channel);
    const left = await checklistSays(rig, channel, "Credits exhausted", "left: the walk went elsewhere");
    expect(left.ts).toBe(checklist!.ts);
    expect(buttonsIn(rig, left)).toEqual([]);
    await answerIn(rig, "responder", channel, "Yes");
    await walkSays(rig, channel, redCells);
  });

  test("evidence too old to count is shown as such, and a new look answers the question", async () => {
    const channel = await walkAlone();
    const messages = textsIn(rig, channel).length;
    rig.pass(11);
    await answerIn(rig, "lead", channel, "No");
    await walkSays(rig, channel, autoRun);
    await answerIn(rig, "lead", channel, "Yes");
    const stale = await walkSays(
      rig,
      channel,
      "▶ *Do you have credits left?*",
      "That is too long ago to count.",
    );
    expect(stale.text).toContain("triage said: 41,200 credits left");
    await pressIn(rig, "responder", stale, "Run the probe now");
    await walkSays(rig, channel, "▶ *What do the enrichment providers show?*");
    await told("responder", channel, "41,200 credits left");
    expect(textsIn(rig, channel)).toHaveLength(messages);
  });

  test("a new look that finds nothing says so, privately", async () => {
    await rig.clay.control.set("status", { answer: "challenge" });
    const channel = await walkAlone("clay's dashboard does not open", "▶ *Is Clay itself up?*");
    await pressIn(rig, "lead", walkIn(channel), "Test again");
    await told("lead", channel, "Triage cannot tell this; please look yourself.");
    expect(walkIn(channel).text).toContain("question 1");
  });

  test("triage asked for again in the incident's channel counts on its walk", async () => {
    const channel = await declared();
    await walkSays(rig, channel.id, redCells);
    await rig.clay.control.play("credits zero");
    await type(rig, "responder", channel.id, "triage");
    await walkSays(rig, channel.id, "→ *Credits exhausted (P1)*");
  });
});

describe("a resolution in an incident", () => {
  async function atCredits(severity: string): Promise<IncidentChannel> {
    await rig.clay.control.play("credits zero");
    const channel = await declared({ severity });
    await checklistSays(rig, channel.id, "*Credits exhausted* · P1 · 0 of 5 done");
    return channel;
  }
  const checklistIn = (channel: IncidentChannel) => checklistsIn(rig, channel.id).at(-1)!;

  test("proposes its severity: raised by one click, with the reason in the record", async () => {
    const channel = await atCredits("P3");
    expect(checklistIn(channel).text).toContain("This is usually P1; the incident is P3.");
    await pressIn(rig, "lead", checklistIn(channel), "Raise to P1");
    await notified(rig, channel.id, nameOf(channel), " · P1 · ");
    await rig.eventually(() => !checklistIn(channel).text.includes("This is usually"));
    const changed = (await recordOf(rig, nameOf(channel))).find(({ type }) => type === "severity.changed");
    expect(changed).toMatchObject({ from: "P3", to: "P1", reason: "The tree led to: Credits exhausted" });
  });

  test("or kept by one click, which is recorded and asked no more", async () => {
    const channel = await atCredits("P2");
    const before = checklistIn(channel);
    await Promise.all([
      pressIn(rig, "lead", before, "Keep P2"),
      pressIn(rig, "responder", before, "Keep P2"),
    ]);
    const kept = await checklistSays(rig, channel.id, "P2 kept by");
    expect(buttonsIn(rig, kept)).not.toContain("Raise to P1");
    const tellings = ["lead", "responder"].flatMap((user) => toldPrivately(rig, user, channel.id));
    expect(tellings.filter((text) => text.includes("kept P2 at"))).toHaveLength(1);
    await type(rig, "lead", channel.id, "timeline");
    await told("lead", channel.id, "Severity kept at P2; the tree proposed P1: Credits exhausted.");
  });

  test("a ticked step is an action taken, with name and time; taken back it is one no more", async () => {
    const channel = await atCredits("P1");
    const done = "Own provider keys connected";
    const elements = rig.control
      .elements(checklistIn(channel))
      .filter(({ actionId }) => actionId === "checklist.tick");
    const { blockId, actionId } = elements.find(({ value }) => value?.endsWith(" own_keys"))!;
    await rig.control.click("responder", checklistIn(channel), { blockId, actionId });
    const ticked = await checklistSays(
      rig,
      channel.id,
      "1 of 5 done",
      `Done by <@${idOf("responder")}>, <!date`,
    );
    await notified(rig, channel.id, nameOf(channel), `1. ${done}`, `(<@${idOf("responder")}>, <!date`);
    await pressIn(rig, "lead", ticked, "Not done");
    await checklistSays(rig, channel.id, "0 of 5 done");
    await notified(rig, channel.id, nameOf(channel), "*Actions taken*  none yet");
  });

  test("Check now says when it takes a while, then ticks the step in its place or says why not, privately", async () => {
    const channel = await atCredits("P1");
    const shown = textsIn(rig, channel.id).length;
    rig.clay.control.set("me", { delayMs: 1500 });
    await pressIn(rig, "responder", checklistIn(channel), "Check now");
    await told("responder", channel.id, "Checking: Next: add a credit pack or upgrade the plan.");
    await told("responder", channel.id, "Not yet, says triage at");
    rig.clay.control.set("me", {});
    await rig.clay.control.setBalance({ credits: 900, actions: 15_000 });
    await pressIn(rig, "responder", checklistIn(channel), "Check now");
    await checklistSays(rig, channel.id, "1 of 5 done", "Done, says triage: 900 credits left (checked by");
    expect(textsIn(rig, channel.id)).toHaveLength(shown);
    expect(
      toldPrivately(rig, "responder", channel.id).filter((text) => !text.startsWith("Checking")),
    ).toEqual([expect.stringContaining("Not yet, says triage at")]);
  });

  test("Check now tells what it just saw, also where that cannot be read, and not what was seen before", async () => {
    const channel = await atCredits("P1");
    const unreadable = { challenge: "get a browser check", html: "a web page where data was due" } as const;
    for (const [answer, seen] of Object.entries(unreadable)) {
      rig.clay.control.set("credits", { answer: answer as keyof typeof unreadable });
      await pressIn(rig, "responder", checklistIn(channel), "Check now");
      await rig.eventually(() =>
        toldPrivately(rig, "responder", channel.id).some(
          (text) => /Triage looked at .* and could not tell: /.test(text) && text.includes(seen),
        ),
      );
    }
    const said = toldPrivately(rig, "responder", channel.id).filter((text) => !text.startsWith("Checking"));
    expect(said).toHaveLength(2);
    for (const text of said) expect(text).toMatch(/Before that, at .*: The account has no credits left/);
    expect(checklistIn(channel).text).toContain("0 of 5 done");
    await type(rig, "responder", channel.id, "resolve");
    await rig.eventually(() => wordsOf(openForm(rig, "responder").blocks).includes("and could not tell:"));
    rig.clay.control.set("credits", {});
    await rig.clay.control.setBalance({ credits: 900, actions: 15_000 });
    await pressIn(rig, "responder", checklistIn(channel), "Check now");
    await checklistSays(rig, channel.id, "1 of 5 done", "Done, says triage: 900 credits left");
  });

  test("once all steps are ticked, resolving is what to press next", async () => {
    const channel = await atCredits("P1");
    for (const done of [1, 2, 3, 4, 5]) {
      await pressIn(rig, "lead", checklistIn(channel), "Done");
      await checklistSays(rig, channel.id, `${done} of 5 done`);
    }
    const checklist = await checklistSays(
      rig,
      channel.id,
      "*All steps are done.* If data flows again, resolve",
    );
    expect(buttonsIn(rig, checklist)).toContain("This did not help");
    await pressIn(rig, "responder", checklist, "Resolve");
    expect(openForm(rig, "responder").title).toMatchObject({ text: `Resolve ${nameOf(channel)}` });
  });

  test("an update to send after the first step proposes Mitigating, and the notification the likely cause", async () => {
    const channel = await atCredits("P1");
    await notified(rig, channel.id, nameOf(channel), "*Root cause*  Likely: Clay credits ran out");
    const ofAction = rig.control
      .elements(checklistIn(channel))
      .find(({ actionId, value }) => actionId === "checklist.tick" && value?.endsWith(" own_keys"))!;
    await rig.control.click("lead", checklistIn(channel), ofAction);
    await checklistSays(rig, channel.id, "1 of 5 done");
    await type(rig, "lead", channel.id, "update");
    await sendForm(rig, "lead", { text: "Own keys are in" });
    await notified(rig, channel.id, nameOf(channel), "*Status*  Mitigating", "Last update: Own keys are in");
  });

  test("this did not help leads on; its checklist stays as it was, without buttons", async () => {
    const channel = await atCredits("P1");
    await pressIn(rig, "lead", checklistIn(channel), "Done");
    await pressIn(rig, "lead", await checklistSays(rig, channel.id, "1 of 5 done"), "This did not help");
    await walkSays(rig, channel.id, "✗ Credits exhausted  *did not help*", redCells);
    const left = await checklistSays(rig, channel.id, "1 of 5 done, left: it did not help");
    expect(buttonsIn(rig, left)).toEqual([]);
  });

  test("once the incident is resolved, nothing of the walk can be pressed", async () => {
    const channel = await atCredits("P1");
    const old = checklistIn(channel);
    await rig.clay.control.reset();
    await type(rig, "lead", channel.id, "resolve");
    await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("Triage just now"));
    await sendForm(rig, "lead", { resolution: "Credits added", prevention: "Alert" });
    const walk = await walkSays(rig, channel.id, "The incident is resolved, so the walk has ended.");
    expect(buttonsIn(rig, walk)).toEqual([]);
    await rig.eventually(() => buttonsIn(rig, checklistIn(channel)).length === 0);
    expect(checklistIn(channel).ts).toBe(old.ts);
  });

  test("the form to resolve holds the tree's likely cause, which stays a guess until somebody edits it", async () => {
    const channel = await atCredits("P1");
    await rig.clay.control.reset();
    const resolve = async (entered: { [field: string]: string }) => {
      await type(rig, "lead", channel.id, "resolve");
      await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("Triage just now"));
      const form = JSON.stringify(openForm(rig, "lead").blocks);
      await sendForm(rig, "lead", { resolution: "Credits added", ...entered });
      await notified(rig, channel.id, nameOf(channel), "Resolved");
      return form;
    };
    expect(await resolve({})).toContain('"initial_value":"Likely: Clay credits ran out"');
    const causes = async () =>
      (await recordOf(rig, nameOf(channel))).flatMap((event) =>
        event.type === "incident.resolved" ? [event.rootCause] : [],
      );
    expect(await causes()).toEqual([undefined]);
    await notified(rig, channel.id, nameOf(channel), "*Root cause*  Likely: Clay credits ran out");
    await type(rig, "lead", channel.id, "reopen to say more");
    await notified(rig, channel.id, nameOf(channel), "Investigating");
    await resolve({ root_cause: "A table ran every night" });
    expect(await causes()).toEqual([undefined, "A table ran every night"]);
  });

  test("a low hit rate is watched from its checklist", async () => {
    const channel = await declared();
    await walkSays(rig, channel.id, redCells);
    await type(rig, "lead", channel.id, "diagnose low hit rate");
    await walkSays(rig, channel.id, "▶ *Do all providers come back empty?*");
    await answerIn(rig, "lead", channel.id, "No, only some");
    await walkSays(rig, channel.id, "▶ *Are the inputs");
    await answerIn(rig, "lead", channel.id, "No");
    const checklist = await checklistSays(rig, channel.id, "*Low enrichment hit rate*");
    await pressIn(rig, "lead", checklist, "Watch: Hit rate");
    await rig.eventually(() =>
      textsIn(rig, channel.id).some((text) => text.includes("Watching Hit rate until")),
    );
  });
});

describe("a webhook that is tested by a row", () => {
  let consent: ClockRig;
  beforeEach(async () => {
    consent = await openClockRig({
      config: ({ clay }) => ({ clay: withSubmit(clay, "ask"), triage: patient }),
    });
    await consent.startBot();
  });
  afterEach(() => consent.close());

  /** An incident whose channel knows that "leads" is at its limit, by a test row. */
  async function atTheLimit(): Promise<IncidentChannel> {
    await consent.clay.control.play("webhook limit");
    const channel = await declare(consent, { title: "Consent", options: [] });
    await walkSays(consent, channel.id, redCells);
    const run = consent.control.messages(channel.id).find(({ text }) => isTriageDone(text))!;
    const leads = consent.control.elements(run).find(({ value }) => value?.endsWith(" webhook:leads"))!;
    await consent.control.click("lead", run, { blockId: leads.blockId, actionId: leads.actionId });
    await walkSays(consent, channel.id, "→ *Replace the webhook (P1)*", "from triage");
    return channel;
  }
  const rowsOf = (webhook: string) => consent.clay.control.state().webhooks[webhook]!.rows;

  test("by a press under the incident's triage, leads the walk there on without a question", async () => {
    await atTheLimit();
  });

  test("Check now names the webhook it is about and what that costs, and no other gets a row", async () => {
    const channel = await atTheLimit();
    const others = rowsOf(localWebhooks.events);
    const checklist = await checklistSays(consent, channel.id, "*Replace the webhook* · P1 · 0 of 8 done");
    const step = consent.control
      .elements(checklist)
      .find(({ actionId }) => actionId.startsWith("checklist.verify"))!;
    const dialog = JSON.stringify(consent.control.confirmDialog("lead", checklist, step));
    expect(dialog).toContain('Webhook \\"leads\\" gets 1 row. That counts towards its limit');
    consent.clay.control.setWebhook(localWebhooks.leads, { rows: 0 });
    await consent.control.click("lead", checklist, step);
    await checklistSays(consent, channel.id, "1 of 8 done", "Done, says triage");
    expect(await type(consent, "lead", channel.id, "timeline")).toContain(
      "Done: Send a test payload to the new webhook. From triage: ",
    );
    expect(rowsOf(localWebhooks.leads)).toBe(1);
    expect(rowsOf(localWebhooks.events)).toBe(others);
  });

  test("while it was last seen refusing rows, resolving takes a test or a deliberate “resolve anyway”", async () => {
    const channel = await atTheLimit();
    const words = () => wordsOf(openForm(consent, "lead").blocks);
    const resolve = async () => {
      await type(consent, "lead", channel.id, "resolve");
      await consent.eventually(() => words().includes("*Triage just now:*"));
    };
    await resolve();
    expect(words()).toMatch(
      /❔ .*Not tested this time, and at .*Press “Check now” in the checklist first\./s,
    );
    await sendForm(consent, "lead", { resolution: "A new webhook" });
    expect(openForm(consent, "lead").errors.anyway).toMatch(/50,000 .*choose "Resolve anyway"/s);
    await sendForm(consent, "lead", { anyway: ["anyway"] });
    await notified(consent, channel.id, nameOf(channel), "Resolved");
    expect(await type(consent, "lead", channel.id, "timeline")).toContain("Closed without a test: ");

    await type(consent, "lead", channel.id, "reopen to be sure");
    consent.clay.control.setWebhook(localWebhooks.leads, { rows: 0 });
    const checklist = await consent.eventually(() =>
      checklistsIn(consent, channel.id).find((found) => buttonsIn(consent, found).includes("Check now")),
    );
    await pressIn(consent, "lead", checklist, "Check now");
    await checklistSays(consent, channel.id, "1 of 8 done", "Done, says triage");
    await resolve();
    expect(words()).toMatch(/✅ .*Tested at .*: Webhook "leads" takes new rows/s);
    expect(JSON.stringify(openForm(consent, "lead").blocks)).not.toContain("Resolve anyway");
    await sendForm(consent, "lead", { resolution: "A new webhook" });
    await notified(consent, channel.id, nameOf(channel), "Resolved");
  });

  test("a test row under an earlier triage counts, however often others looked since", async () => {
    const channel = await atTheLimit();
    await type(consent, "lead", channel.id, "triage");
    const later = () => consent.control.messages(channel.id).filter(({ text }) => isTriageDone(text));
    await consent.eventually(() => later().length === 2);
    await type(consent, "lead", channel.id, "resolve");
    await consent.eventually(() =>
      wordsOf(openForm(consent, "lead").blocks).includes("Not tested this time"),
    );
    consent.clay.control.setWebhook(localWebhooks.leads, { rows: 0 });
    const [, run] = later();
    const leads = consent.control.elements(run!).find(({ value }) => value?.endsWith(" webhook:leads"))!;
    await consent.control.click("lead", run!, { blockId: leads.blockId, actionId: leads.actionId });
    await consent.eventually(() => later()[1]!.text.includes("test row sent by"));
    await sendForm(consent, "lead", { resolution: "A new webhook" });
    await notified(consent, channel.id, nameOf(channel), "Resolved");
  });

  test("is asked about first: the button says what it costs, then posts one row to each", async () => {
    const channel = consent.control.createChannel("consent", { creator: "lead" });
    await type(consent, "lead", channel, "diagnose webhook not delivering");
    const walk = await walkSays(consent, channel, "▶ *Does the webhook accept what your sender posts?*");
    await consent.eventually(() => textsIn(consent, channel).some(isTriageDone));
    const dialog = consent.control.confirmDialog("lead", walk, "walk.probe");
    expect(JSON.stringify(dialog)).toContain("counts towards its limit");
    consent.clay.control.setWebhook(localWebhooks.leads, { rows: webhookLimit });
    await pressIn(consent, "lead", walk, "Send test row");
    await walkSays(consent, channel, "→ *Replace the webhook (P1)*");
    expect(rowsOf(localWebhooks.events)).toBe(301);
  });
});
