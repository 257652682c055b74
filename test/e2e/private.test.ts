import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  declare,
  type IncidentChannel,
  incidentTitled,
  isTriageDone,
  nameOf,
  openForm,
  recordOf,
  sendDeclaration,
  sendForm,
  toldPrivately,
  type,
  wordsOf,
} from "../support/acts.ts";
import { canvasOf, filesIn, publish, resolve } from "../support/afterwards.ts";
import { type ClockedBot, type ClockRig, openClockRig } from "../support/clock-rig.ts";

let rig: ClockRig;
let bot: ClockedBot;
beforeAll(async () => {
  rig = await openClockRig({
    config: ({ slack }) => ({
      incident: {
        announcements_channel: slack.control.channel("incidents").id,
        invite_usergroup: slack.control.userGroups()[0]!.id,
        escalation_contact: slack.control.user("gtm-manager").id,
      },
    }),
  });
  bot = await rig.startBot();
});
afterAll(() => rig.close());

let stories = 0;
/** A word that is in the title and nowhere else. */
const secretWord = () => `Zugzwang${++stories}`;
const id = (user: string) => rig.control.user(user).id;
const membersOf = (channel: { id: string }) =>
  rig.control.channel(channel.id).members.filter((member) => member !== rig.control.bot().userId);
const textsIn = (channel: string) => rig.control.messages(channel).map(({ text }) => text);
const eventTypes = async (channel: { name: string }) =>
  (await recordOf(rig, nameOf(channel))).map(({ type }) => type);

async function declaredPrivate(word: string, more: { from?: string } = {}): Promise<IncidentChannel> {
  return declare(rig, { title: word, severity: "P2", options: ["private"], ...more });
}

test("whoever declares a private incident is told directly that it is being opened", async () => {
  const channel = await declaredPrivate(secretWord());
  const told = await rig.eventually(() =>
    textsIn(rig.control.directChannel("lead")).find((text) => text.startsWith(`${nameOf(channel)} is being`)),
  );
  expect(told).toBe(`${nameOf(channel)} is being opened. Its channel is private; you are invited there.`);
});

/** Everything a person can come across in Slack: their channels, direct messages, Home, and forms. */
async function seenBy(user: string): Promise<string> {
  rig.control.openHome(user);
  await rig.control.settled();
  const channels = rig.control.channels(user);
  const messages = channels.flatMap(({ id: channel }) => rig.control.messages(channel, { as: user }));
  const replies = channels.flatMap(({ id: channel }) =>
    rig.control
      .messages(channel)
      .flatMap(({ ts }) => rig.control.messages(channel, { as: user, threadTs: ts })),
  );
  return JSON.stringify([
    channels,
    messages,
    replies,
    rig.control.home(user)?.blocks,
    rig.control.modals(user),
  ]);
}

/** What every verb that shows or gives something out answers. */
async function answersTo(user: string, name: string): Promise<string> {
  const verbs = [
    `show`,
    `status`,
    `timeline`,
    `template`,
    `postmortem`,
    `support`,
    `todo`,
    `update`,
    `resolve`,
  ];
  const named = verbs.map((verb) => `${verb} ${name}`);
  const answers: string[] = [];
  for (const typed of ["list", "list all", "stats", "update", ...named])
    answers.push(await type(rig, user, "general", typed));
  return answers.join("\n");
}

describe("Declared private", () => {
  test("it has a private channel with those concerned, and is told nowhere else", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word, { from: "clay-alerts" });
    expect(rig.control.channel(channel.id).kind).toBe("private");
    expect(membersOf(channel)).toEqual([id("lead")]);
    await rig.quiet();
    expect(await seenBy("responder")).not.toContain(word);
    expect(await seenBy("lead")).toContain(word);
    expect(textsIn("incidents").join()).not.toContain(nameOf(channel));
    expect(textsIn("clay-alerts").join()).not.toContain(nameOf(channel));
  });

  test("it does not exist for others: lists, looks, exports, Home, forms, the next one to declare the same", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word);
    const name = nameOf(channel);
    const answers = await answersTo("responder", name);
    expect(answers).not.toContain(word);
    expect(answers).toContain(`There is no ${name}.`);
    expect(await answersTo("lead", name)).toContain(word);
    await type(rig, "responder", "general", `declare P2 ${word}`);
    expect(wordsOf(openForm(rig, "responder").blocks)).not.toContain(name);
    const sent = await sendForm(rig, "responder", { title: word, severity: "P2" });
    expect(sent.ackBody ?? {}).toEqual({});
    expect(JSON.stringify(rig.control.modals("responder"))).not.toContain(name);
    await rig.eventually(() => rig.control.channels("responder").some(({ topic }) => topic.includes(word)));
    await type(rig, "lead", "general", `declare P2 ${word}`);
    expect(wordsOf(openForm(rig, "lead").blocks)).toContain("INC-");
    await rig.control.closeModal("lead", true);
  });

  test("nor do mentions and shortcuts tell others of it", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word);
    const name = nameOf(channel);
    const place = rig.control.say("responder", "general", "Rows are red");
    for (const verb of ["show", "timeline", "postmortem", "note Hello"])
      rig.control.mention(
        "responder",
        "general",
        `${verb.split(" ")[0]} ${name} ${verb.split(" ")[1] ?? ""}`,
      );
    rig.control.mention("responder", "general", "list");
    await rig.eventually(
      () =>
        toldPrivately(rig, "responder", "general").filter((text) => text.startsWith(`There is no ${name}.`))
          .length === 4,
    );
    await rig.control.messageShortcut("responder", "add_to_timeline", place);
    expect(await seenBy("responder")).not.toContain(word);
    await rig.control.closeModal("responder", true);
    await rig.control.shortcut("responder", "declare_incident");
    const form = JSON.stringify(openForm(rig, "responder"));
    expect(form).not.toContain(word);
    expect(form).not.toContain(name);
    await rig.control.closeModal("responder", true);
    expect(await eventTypes(channel)).not.toContain("note.added");
  });

  test("who is invited to its channel belongs to it; who leaves does not any more", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word);
    rig.control.join(channel.id, "responder");
    await expect.poll(() => eventTypes(channel)).toContain("responder.joined");
    expect(await type(rig, "responder", "general", "list")).toContain(word);
    expect(await type(rig, "responder", channel.id, "show")).toContain(word);
    rig.control.kick(channel.id, "responder");
    await expect.poll(() => eventTypes(channel)).toContain("responder.left");
    expect(await type(rig, "responder", "general", "list")).not.toContain(word);
  });

  test("who came and who left while nobody listened is known after the next start", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word);
    rig.control.join(channel.id, "on-call");
    await expect.poll(() => eventTypes(channel)).toContain("responder.joined");
    await type(rig, "on-call", channel.id, "note I was here");
    await bot.stop();
    rig.control.join(channel.id, "responder");
    rig.control.kick(channel.id, "on-call");
    bot = await rig.startBot();
    await expect.poll(() => eventTypes(channel)).toContain("responder.left");
    expect(await type(rig, "responder", "general", "list")).toContain(word);
    expect(await type(rig, "on-call", "general", "list")).not.toContain(word);
    expect(await type(rig, "lead", "general", "list")).toContain(word);
  });

  test("whoever is made lead is let in, and sees it from then on", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word);
    await type(rig, "lead", channel.id, "lead @on-call");
    await rig.eventually(() => membersOf(channel).includes(id("on-call")));
    expect(await type(rig, "on-call", "general", "list")).toContain(word);
  });

  test("when nobody leads in time, the group is not called; the contact is, and let in", async () => {
    const word = secretWord();
    const channel = await declaredPrivate(word);
    rig.pass(61);
    await rig.eventually(() => textsIn(channel.id).find((text) => text.includes("nobody is called but")));
    rig.pass(31);
    await rig.eventually(() => membersOf(channel).includes(id("gtm-manager")));
    const direct = rig.control.directChannel("gtm-manager");
    await rig.eventually(() => textsIn(direct).find((text) => text.includes(word)));
    expect(await seenBy("on-call")).not.toContain(word);
  });
});

test("its triage is its own: nobody shares it who asks in the same moment, and theirs tells nothing of it", async () => {
  const shared = await openClockRig({ config: { triage: { share_seconds: 300 } } });
  onTestFinished(() => shared.close());
  await shared.startBot();
  const runIn = (place: string) =>
    shared.eventually(() => shared.control.messages(place).find(({ text }) => isTriageDone(text)));
  await type(shared, "responder", "general", "triage");
  const before = await runIn("general");
  await shared.control.click("lead", before, "triage.declare");
  const title = secretWord();
  await sendForm(shared, "lead", { title, severity: "P2", options: ["private"] });
  const channel = await incidentTitled(shared, title);
  await type(shared, "lead", channel.id, "resolve");
  await type(shared, "responder", "clay-alerts", "triage");
  await shared.quiet();
  const shown = [await runIn("general"), await runIn("clay-alerts")];
  expect(shown[0]).toEqual(before);
  for (const { blocks } of shown)
    expect(JSON.stringify(blocks)).not.toMatch(
      new RegExp(`${nameOf(channel)}|${shared.control.user("lead").id}`),
    );
  expect(shared.control.elements(shown[1]!).map(({ actionId }) => actionId)).toContain("triage.declare");
});

describe("Made private", () => {
  async function madePrivate(
    word: string,
    openTheForm: () => Promise<unknown> = () => type(rig, "lead", "clay-alerts", "declare"),
  ) {
    await openTheForm();
    await sendDeclaration(rig, "lead", { title: word, severity: "P2" });
    const open = await incidentTitled(rig, word);
    await type(rig, "lead", open.id, "update");
    await sendForm(rig, "lead", { text: `Looking into ${word}` });
    await rig.eventually(() => textsIn(open.id).some((text) => text.includes(`Looking into ${word}`)));
    await rig.quiet();
    return { open, closed: await makePrivate(open, word) };
  }

  async function makePrivate(open: IncidentChannel, word: string): Promise<IncidentChannel> {
    const question = await type(rig, "lead", open.id, "private");
    expect(question).toContain("There is no way back.");
    const asked = rig.control.messages(open.id, { as: "lead" }).findLast(({ ephemeral }) => ephemeral)!;
    await rig.control.click("lead", asked, "privacy.make_private");
    const closed = await rig.eventually(() =>
      rig.control.channels().find(({ kind, topic }) => kind === "private" && topic.includes(word)),
    );
    await rig.quiet();
    return closed;
  }

  test("it asks first, goes on in a private channel with its responders, and leaves one sentence behind", async () => {
    const word = secretWord();
    const { open, closed } = await madePrivate(word);
    expect(membersOf(closed)).toEqual([id("lead")]);
    expect(closed.name).toBe(open.name);
    expect(textsIn(closed.id).join()).toContain(`Impact`);
    const left = rig.control.channel(open.id);
    expect([left.name, left.topic]).toEqual([
      `${nameOf(open).toLowerCase()}-left`,
      `${nameOf(open)} is handled privately`,
    ]);
    const bots = rig.control.messages(open.id).filter(({ user }) => user === rig.control.bot().userId);
    expect(bots.map(({ text }) => text)).toEqual([
      expect.stringContaining("It goes on in a private channel"),
    ]);
    expect(textsIn(closed.id).filter(isTriageDone)).toEqual([]);
  });

  test("nothing of it is left where it was announced and declared; nobody else finds it any more", async () => {
    const word = secretWord();
    const { open } = await madePrivate(word);
    const name = nameOf(open);
    expect(await seenBy("responder")).not.toContain(word);
    expect(await answersTo("responder", name)).not.toContain(word);
    for (const place of ["incidents", "clay-alerts"])
      expect(textsIn(place).find((text) => text.includes(name))).toMatch(/is handled privately since/);
    const [announcement] = rig.control.messages("incidents").filter(({ text }) => text.includes(name));
    expect(rig.control.messages("incidents", { threadTs: announcement!.ts })).toHaveLength(1);
  });

  test("a postmortem that was published goes with it: neither canvas nor picture stays in public", async () => {
    const word = secretWord();
    const open = await declare(rig, { title: word, severity: "P2" });
    await resolve(rig, open, `${word} mended`);
    await publish(rig, open);
    await rig.eventually(() => canvasOf(rig, open) && filesIn(rig, open.id)[0]);
    const closed = await makePrivate(open, word);
    expect(canvasOf(rig, open)).toBeUndefined();
    expect(filesIn(rig, open.id)).toEqual([]);
    const pictures = rig.control.files().filter(({ title }) => title.includes(word));
    expect(pictures.filter(({ deleted }) => !deleted).map(({ channels }) => channels)).toEqual([[closed.id]]);
    expect(canvasOf(rig, closed)?.markdown).toContain(`${word} mended`);
  });

  test("it is not told in public again, whatever happens", async () => {
    const word = secretWord();
    const { open, closed } = await madePrivate(word);
    await type(rig, "lead", closed.id, "severity P1 Worse");
    await type(rig, "lead", closed.id, "edit");
    await sendForm(rig, "lead", { impact: `${word} spreads` });
    await rig.quiet();
    rig.pass(24 * 60);
    await rig.quiet();
    expect(await seenBy("responder")).not.toContain(word);
    expect(textsIn(open.id).filter((text) => text.includes(nameOf(open)))).toHaveLength(1);
  });

  test("the triage it was declared from goes on without it", async () => {
    await type(rig, "responder", "clay-alerts", "triage");
    const run = await rig.eventually(() =>
      rig.control.messages("clay-alerts").findLast(({ text }) => isTriageDone(text)),
    );
    const { open } = await madePrivate(secretWord(), () => rig.control.click("lead", run, "triage.declare"));
    await rig.control.click("responder", run, "triage.walk");
    await rig.control.click("responder", run, "triage.test_row");
    await rig.quiet();
    const bots = rig.control.messages(open.id).filter(({ user }) => user === rig.control.bot().userId);
    expect(bots.map(({ text }) => text)).toEqual([
      expect.stringContaining("It goes on in a private channel"),
    ]);
  });

  test("a form somebody else had open before changes nothing and tells nothing", async () => {
    const word = secretWord();
    const open = await declare(rig, { title: word, severity: "P2" });
    rig.control.join(open.id, "responder");
    await type(rig, "responder", open.id, "update");
    await type(rig, "lead", open.id, "private");
    const asked = rig.control.messages(open.id, { as: "lead" }).findLast(({ ephemeral }) => ephemeral)!;
    await rig.control.click("lead", asked, "privacy.make_private");
    await sendForm(rig, "responder", { text: "Too late" });
    await rig.quiet();
    expect(await eventTypes(open)).not.toContain("incident.updated");
    expect(Object.values(openForm(rig, "responder").errors)).toEqual(["There is no such incident."]);
    await rig.control.closeModal("responder", true);
  });

  test("a button somebody else kept from before shows nothing of the walk", async () => {
    const word = secretWord();
    const open = await declare(rig, { title: word, severity: "P2" });
    rig.control.join(open.id, "responder");
    await type(rig, "responder", open.id, "diagnose");
    const kept = rig.control.messages(open.id, { as: "responder" }).findLast(({ ephemeral }) => ephemeral)!;
    await type(rig, "lead", open.id, "private");
    const asked = rig.control.messages(open.id, { as: "lead" }).findLast(({ ephemeral }) => ephemeral)!;
    await rig.control.click("lead", asked, "privacy.make_private");
    await rig.control.click("responder", kept, "walk.choose");
    await rig.eventually(() =>
      toldPrivately(rig, "responder", open.id).includes(`There is no ${nameOf(open)}.`),
    );
    expect(
      rig.control.messages(open.id, { as: "responder" }).filter(({ ephemeral }) => ephemeral),
    ).toHaveLength(2);
  });

  test("it cannot be made private twice", async () => {
    const { closed } = await madePrivate(secretWord());
    expect(await type(rig, "lead", closed.id, "private")).toContain("is already private, by");
    const made = (await eventTypes(closed)).filter((type) => type === "incident.made_private");
    expect(made).toHaveLength(1);
  });
});

test("logs name incidents by number, never by title", async () => {
  const word = secretWord();
  await declaredPrivate(word);
  await rig.quiet();
  expect(JSON.stringify(bot.log)).not.toContain(word);
});
