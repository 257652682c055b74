import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { MessageRef } from "../../src/playground/slack/workspace/types.ts";
import {
  declare,
  type IncidentChannel,
  nameOf,
  openForm,
  recordOf,
  sendForm,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { type ClockRig, openClockRig } from "../support/clock-rig.ts";

let rig: ClockRig;
let channel: IncidentChannel;
beforeAll(async () => {
  rig = await openClockRig();
  await rig.startBot();
  channel = await declare(rig, { title: "Captured", severity: "P4" });
  for (const user of ["responder", "gtm-manager"]) rig.control.join(channel.id, user);
});
afterAll(() => rig.close());

const id = (user: string) => rig.control.user(user).id;
const say = (text: string, more?: { threadTs?: string; files?: string[] }) =>
  rig.control.say("responder", channel.id, text, more);

/** What the record holds of a message, once all that was sent has been worked on. */
async function happened({ ts }: MessageRef) {
  await rig.control.settled();
  const events = await recordOf(rig, nameOf(channel));
  return events.filter(({ source }) => (source as MessageRef | undefined)?.ts === ts);
}
const typesOf = async (ref: MessageRef) => (await happened(ref)).map(({ type }) => type);
const entryOf = async (ref: MessageRef) => (await happened(ref)).find(({ type }) => type === "entry.added");

async function pinned(text: string, more?: { threadTs?: string; files?: string[] }): Promise<MessageRef> {
  const message = say(text, more);
  rig.control.react("lead", message, "pushpin");
  return message;
}

describe("The reaction", () => {
  test("adds the message with author, original time and link", async () => {
    const message = await pinned("The limit is reached");
    expect(await entryOf(message)).toMatchObject({
      author: { kind: "person", id: id("responder"), name: "responder" },
      saidAt: new Date(Math.floor(Number(message.ts) * 1000)).toISOString(),
      text: "The limit is reached",
      link: expect.stringContaining(`/archives/${channel.id}/p${message.ts.replace(".", "")}`),
    });
    expect(toldPrivately(rig, "lead", channel.id).at(-1)).toBe(
      `Added to the timeline of ${nameOf(channel)}.`,
    );
    const shown = await type(rig, "gtm-manager", channel.id, "timeline");
    expect(shown).toContain(`<@${id("responder")}>  “The limit is reached”`);
    expect(shown).toContain("|message>");
  });

  test("works in threads", async () => {
    const parent = say("What do we know?");
    const reply = await pinned("Since 09:12", { threadTs: parent.ts });
    expect(await entryOf(reply)).toMatchObject({ text: "Since 09:12", author: { id: id("responder") } });
  });

  test("keeps an image by name and link, and downloads nothing", async () => {
    const message = await pinned("Look:", { files: ["red cells.png", "rows.csv"] });
    expect(await entryOf(message)).toMatchObject({
      text: "Look: [image: red cells.png] [file: rows.csv]",
      image: expect.stringContaining("red%20cells.png"),
    });
    expect(await type(rig, "lead", channel.id, "timeline")).toContain("red%20cells.png|image>");
    expect(rig.control.calls("files.info")).toEqual([]);
  });

  test("shows people, groups and channels by name; what was typed fires nothing", async () => {
    const group = rig.control.userGroups()[0]!;
    const message = await pinned(
      `@lead and <!subteam^${group.id}>: see #incidents, not <#${privateId()}>. a < b && <!channel> https://app.clay.com`,
    );
    expect(await entryOf(message)).toMatchObject({
      text: "@lead and @clay-oncall: see #incidents, not a private channel. a < b && @channel https://app.clay.com",
    });
    const timeline = await type(rig, "lead", channel.id, "timeline");
    expect(timeline).toContain("a &lt; b &amp;&amp; @channel");
    expect(timeline).not.toContain("<!channel>");
  });

  test("of a second person keeps it until the last is taken back", async () => {
    const message = await pinned("Two of us want this");
    await happened(message);
    rig.control.react("responder", message, "pushpin");
    await happened(message);
    rig.control.unreact("lead", message, "pushpin");
    expect(await typesOf(message)).toEqual(["entry.added", "entry.backed", "entry.backing_withdrawn"]);
    rig.control.unreact("responder", message, "pushpin");
    expect((await typesOf(message)).at(-1)).toBe("entry.removed");
    expect(await type(rig, "lead", channel.id, "timeline")).not.toContain("Two of us");
  });

  test("delivered eleven times makes one entry; delivered again after it was taken back, none", async () => {
    const message = say("Eleven times");
    rig.control.duplicateEvents(10);
    rig.control.react("lead", message, "pushpin");
    expect(await typesOf(message)).toEqual(["entry.added"]);
    rig.control.unreact("lead", message, "pushpin");
    const first = rig.control
      .envelopes("events_api")
      .map(({ payload }) => payload as { event_id: string; event: { type: string; item?: MessageRef } })
      .find(({ event }) => event.type === "reaction_added" && event.item?.ts === message.ts)!;
    await happened(message);
    rig.control.repeatEvent(first.event_id, 2);
    expect(await typesOf(message)).toEqual(["entry.added", "entry.removed"]);
  });

  test.each([
    { kind: "rate-limited", retryAfterSeconds: 1 } as const,
    { kind: "error", error: "internal_error" } as const,
  ])("is not lost when Slack has trouble ($kind): it is asked for again", async (fault) => {
    const message = say(`Trouble ${fault.kind}`);
    const met = rig.control.fault({ ...fault, method: "conversations.history" });
    rig.control.react("lead", message, "pushpin");
    await expect.poll(() => typesOf(message), { timeout: 10_000 }).toEqual(["entry.added"]);
    expect(met.met()).toBeGreaterThan(0);
  });

  test("of another kind, or outside the incident's channels, adds nothing", async () => {
    const message = say("Just a thumb");
    rig.control.react("lead", message, "thumbsup");
    expect(await typesOf(message)).toEqual([]);
    const elsewhere = rig.control.say("responder", "general", "Elsewhere");
    rig.control.react("lead", elsewhere, "pushpin");
    expect(await typesOf(elsewhere)).toEqual([]);
    const again = rig.control.say("responder", "general", "Elsewhere again");
    rig.control.react("lead", again, "pushpin");
    expect(await typesOf(again)).toEqual([]);
    const told = toldPrivately(rig, "lead", "general").filter((text) => text.includes("message's menu"));
    expect(told).toHaveLength(1);
  });

  test("of somebody who may not act adds nothing, which they are told", async () => {
    rig.control.join(channel.id, "guest");
    const message = say("A guest likes this");
    rig.control.react("guest", message, "pushpin");
    expect(await typesOf(message)).toEqual([]);
    expect(toldPrivately(rig, "guest", channel.id).at(-1)).toContain("Guests cannot run incidents here.");
  });

  test("of what an app said names the app", async () => {
    const [message] = rig.control.messages(channel.id).filter(({ text }) => text.startsWith("Clay triage"));
    rig.control.react("lead", message!, "pushpin");
    expect(await entryOf(message!)).toMatchObject({ author: { kind: "system", name: "Clay incident" } });
  });
});

describe("Afterwards", () => {
  test("an edit of the message is followed, by its editor; what it reads like now counts", async () => {
    const message = await pinned("Since 9");
    await happened(message);
    rig.control.edit("responder", message, "Since 09:12");
    const edited = (await happened(message)).at(-1);
    expect(edited).toMatchObject({ type: "entry.edited", text: "Since 09:12" });
    expect(await type(rig, "lead", channel.id, "timeline")).toContain("“Since 09:12”");
  });

  test("a deletion of the message is followed, with replies or without", async () => {
    const plain = await pinned("A secret slipped in");
    const answered = await pinned("Another secret");
    await happened(answered);
    say("Oh", { threadTs: answered.ts });
    rig.control.deleteMessage(plain);
    rig.control.deleteMessage(answered);
    expect((await happened(plain)).at(-1)).toMatchObject({
      type: "entry.removed",
      reason: "message_deleted",
    });
    expect((await happened(answered)).at(-1)).toMatchObject({
      type: "entry.removed",
      reason: "message_deleted",
    });
  });
});

test("what was marked while nobody listened, also in threads, is there after the next start, once", async () => {
  const missed = await openClockRig();
  onTestFinished(() => missed.close());
  const { control } = missed;
  const bot = await missed.startBot();
  const { id } = await declare(missed, { title: "Missed" });
  for (const user of ["responder", "guest"]) control.join(id, user);
  const messages = [
    control.say("responder", id, "Marked by two"),
    control.say("responder", id, "Marked by a guest"),
    control.say("responder", id, "Marked with a thumb"),
    control.say("responder", id, "In time"),
  ];
  const reply = control.say("responder", id, "In a thread", { threadTs: messages[0]!.ts });
  control.react("lead", messages[3]!, "pushpin");
  await control.settled();
  await bot.stop();
  for (const user of ["lead", "responder"]) control.react(user, messages[0]!, "pushpin");
  control.react("guest", messages[1]!, "pushpin");
  control.react("lead", messages[2]!, "thumbsup");
  control.react("lead", reply, "pushpin::skin-tone-3");
  const entries = async () =>
    (await recordOf(missed, "INC-1")).flatMap(({ type, text = "backed" }) =>
      /^entry/.test(type) ? String(text) : [],
    );
  for (const looked of [1, 2]) {
    const next = await missed.startBot();
    await expect.poll(() => control.calls("conversations.replies")).toHaveLength(looked);
    await expect.poll(entries).toEqual(["In time", "Marked by two", "backed", "In a thread"]);
    await next.stop();
  }
});

describe("The shortcut", () => {
  const shortcut = (user: string, ref: MessageRef) =>
    rig.control.messageShortcut(user, "add_to_timeline", ref);

  test("adds a message of the incident's channel at once, and says so; a second time it says who did", async () => {
    const message = say("By shortcut");
    await shortcut("lead", message);
    expect(await typesOf(message)).toEqual(["entry.added"]);
    const told = await rig.eventually(() =>
      toldPrivately(rig, "lead", channel.id).find((text) => text.includes("Added to the timeline")),
    );
    expect(told).toContain(nameOf(channel));
    await shortcut("lead", message);
    const again = await rig.eventually(() =>
      toldPrivately(rig, "lead", channel.id).find((text) => text.includes("in the timeline already")),
    );
    expect(again).toContain(`<@${id("lead")}> added it at`);
  });

  test("elsewhere asks which incident, also where the bot is not a member", async () => {
    rig.control.createChannel("sales", { creator: "gtm-manager", members: ["responder"] });
    const message = rig.control.say("responder", "sales", "Leads are missing since 09:12");
    await shortcut("gtm-manager", message);
    expect(openForm(rig, "gtm-manager").blocks[0]).toMatchObject({ block_id: "incident" });
    await sendForm(rig, "gtm-manager", { incident: nameOf(channel) });
    expect(await entryOf(message)).toMatchObject({
      text: "Leads are missing since 09:12",
      author: { name: "responder" },
      source: { channel: rig.control.channel("sales").id },
    });
  });
});

test("a timeline of hundreds of entries is paged through, every entry once", async () => {
  const long = await declare(rig, { title: "Endless", severity: "P4" });
  for (let i = 1; i <= 200; i++) await type(rig, "lead", long.id, `note entry-${i}.`);
  const seen: string[] = [];
  const first = await type(rig, "lead", long.id, "timeline");
  const pages = Number(/page 1 of (\d+)/.exec(first)?.[1]);
  expect(pages).toBeGreaterThanOrEqual(14);
  for (let page = 1; page <= pages; page++)
    seen.push(...((await type(rig, "lead", long.id, `timeline ${page}`)).match(/entry-\d+/g) ?? []));
  expect(seen).toHaveLength(200);
  expect(new Set(seen).size).toBe(200);
});

/** A private channel the bot is in, whose name must not get about. */
function privateId(): string {
  const known = rig.control.channels().find(({ name }) => name === "merger-talks");
  if (known) return known.id;
  const made = rig.control.createChannel("merger-talks", { kind: "private" });
  rig.control.join(made, "bot");
  return made;
}
