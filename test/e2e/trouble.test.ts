import { DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Fault, FaultKind } from "../../src/playground/slack/faults.ts";
import {
  channelsNamed,
  declare,
  type IncidentChannel,
  incidentTitled,
  isTriageDone,
  nameOf,
  notificationIn,
  notified,
  openForm,
  press,
  sendDeclaration,
  sendForm,
  textsIn,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 1500 } } });
  await rig.startBot();
});
afterAll(() => rig.close());
afterEach(() => rig.control.clearFaults());

/** How often the notification, its announcement, the first change and the origin were told. */
function countTold(channel: IncidentChannel, title: string) {
  const [own, announced, origin] = [channel.id, "incidents", "general"].map((place) =>
    textsIn(rig, place).filter((text) => text.includes(title)),
  );
  return {
    notifications: own!.filter((text) => text.includes("*Actions taken*")).length,
    changes: own!.filter((text) => / · P\d declared: /.test(text)).length,
    announcements: announced!.filter((text) => text.includes("*How bad*")).length,
    origins: origin!.filter((text) => text.includes("It is worked on in")).length,
  };
}

const once = { notifications: 1, changes: 1, announcements: 1, origins: 1 };

/** The fault, once for everything the reconciler calls to open an incident. */
function upon(fault: FaultKind): Fault[] {
  return [
    "conversations.create",
    "chat.postMessage",
    "pins.add",
    "conversations.setTopic",
    "conversations.invite",
    "bookmarks.list",
    "bookmarks.add",
  ].map((method) => ({ ...fault, method }));
}

describe("Slack fails while an incident is declared: nothing is doubled, nothing lost", () => {
  const troubles: [string, string, Fault[]][] = [
    [
      "429 for posting",
      "Ants in the router",
      [{ method: "chat.postMessage", kind: "rate-limited", retryAfterSeconds: 1, times: 2 }],
    ],
    [
      "503 for posting",
      "Bees in the switch",
      [{ method: "chat.postMessage", kind: "status", status: 503, times: 2 }],
    ],
    [
      "internal_error for posting",
      "Crabs at the door",
      [{ method: "chat.postMessage", kind: "error", error: "internal_error", times: 2 }],
    ],
    [
      "an answer lost after a message was posted",
      "Dogs on the line",
      [{ method: "chat.postMessage", kind: "lost-answer", times: 3 }],
    ],
    [
      "429 for creating the channel",
      "Eels in the pipe",
      [{ method: "conversations.create", kind: "rate-limited", retryAfterSeconds: 1 }],
    ],
    [
      "503 for creating the channel",
      "Foxes at night",
      [{ method: "conversations.create", kind: "status", status: 503 }],
    ],
    [
      "an answer lost after the channel was created",
      "Geese on the roof",
      [{ method: "conversations.create", kind: "lost-answer" }],
    ],
    ["everything fails once", "Horses run wild", upon({ kind: "status", status: 500 })],
    ["every answer is lost once", "Ibex in the cloud", upon({ kind: "lost-answer" })],
    ["every request is lost once", "Jackals eat cables", upon({ kind: "lost-request" })],
    ["429 for everything once", "Kites over town", upon({ kind: "rate-limited", retryAfterSeconds: 1 })],
  ];
  test.each(troubles)("%s", async (_what, title, faults) => {
    await type(rig, "lead", "general", "declare");
    const met = faults.map((fault) => rig.control.fault(fault));
    await sendForm(rig, "lead", { title, severity: "P2" });
    const channel = await incidentTitled(rig, title);
    await rig.eventually(() => met.every((handle) => handle.met() > 0));
    await notified(rig, "incidents", nameOf(channel), title);
    await rig.eventually(() => countTold(channel, title).origins > 0);
    await rig.eventually(() => rig.control.channel(channel.id).bookmarks.length === 3);
    await rig.eventually(() => rig.control.channel(channel.id).pins.length === 1);
    expect(countTold(channel, title)).toEqual(once);
    expect(channelsNamed(rig, title.toLowerCase().replaceAll(" ", "-"))).toHaveLength(1);
  });
});

describe("429 delays only the method it is for", () => {
  test.each(["chat.update", "chat.postMessage"])("%s: a form opens at once meanwhile", async (method) => {
    const channel = await declare(rig, { title: method === "chat.update" ? "Slow edits" : "Slow posts" });
    const limit = rig.control.fault({ method, kind: "rate-limited", retryAfterSeconds: 2, times: 50 });
    await type(rig, "lead", channel.id, "severity P1");
    await rig.eventually(() => limit.met() > 0);
    const { ackMs } = await press(rig, "lead", channel, "update");
    expect(openForm(rig, "lead")).toBeDefined();
    expect(ackMs).toBeLessThan(2500);
    rig.control.closeModal("lead");
    // It asks no more often than it was told to.
    expect(limit.met()).toBeLessThanOrEqual(2);
    limit.release();
    await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
  });
});

describe("the channel is taken away", () => {
  const leadHears = (...words: string[]) =>
    rig.eventually(() =>
      textsIn(rig, rig.control.directChannel("lead")).find((text) =>
        words.every((word) => text.includes(word)),
      ),
    );

  test("archived by a person: the bot keeps silent there, and goes on when it is back", async () => {
    const channel = await declare(rig, { title: "Archived by a person" });
    rig.control.archive(channel.id);
    await type(rig, "responder", "general", `severity ${nameOf(channel)} P1`);
    await notified(rig, "incidents", nameOf(channel), "P1 · ");
    expect(notificationIn(rig, channel.id, nameOf(channel))!.text).toContain("P2 · ");
    await leadHears(`${nameOf(channel)} is open, but I can say and remind of nothing`, "it is archived");
    rig.control.unarchive(channel.id);
    rig.control.join(channel.id, "bot");
    await notified(rig, channel.id, nameOf(channel), "P1 · ");
    expect(channelsNamed(rig, "archived-by-a-person")).toHaveLength(1);
  });

  test("deleted: a new one is opened, with everything in it", async () => {
    const channel = await declare(rig, { title: "Deleted under us" });
    rig.control.deleteChannel(channel.id);
    const next = await rig.eventually(() =>
      channelsNamed(rig, "deleted-under-us").find(({ id }) => id !== channel.id),
    );
    await notified(rig, next.id, nameOf(channel), "Deleted under us");
    await rig.eventually(() => rig.control.channel(next.id).members.includes(rig.control.user("lead").id));
    await notified(rig, "incidents", nameOf(channel), `<#${next.id}>`);
  });

  test("the bot is thrown out: the incident goes on elsewhere, and the channel again once it is let in", async () => {
    const channel = await declare(rig, { title: "Thrown out" });
    rig.control.kick(channel.id, "bot");
    await type(rig, "lead", "general", `severity ${nameOf(channel)} P1`);
    await notified(rig, "incidents", nameOf(channel), "P1 · ");
    expect(notificationIn(rig, channel.id, nameOf(channel))!.text).toContain("P2 · ");
    await leadHears(nameOf(channel), "I was taken out of it. Once I am invited again, I go on there.");
    rig.control.join(channel.id, "bot");
    await notified(rig, channel.id, nameOf(channel), "P1 · ");
    expect(channelsNamed(rig, "thrown-out")).toHaveLength(1);
  });

  test("put away after the resolution: when it is reopened, somebody is told to fetch the channel back", async () => {
    const channel = await declare(rig, { title: "Back from the archive" });
    await type(rig, "lead", channel.id, "resolve");
    await sendForm(rig, "lead", { resolution: "Restarted" });
    await notified(rig, channel.id, nameOf(channel), "Resolved");
    await type(rig, "lead", "general", `archive ${nameOf(channel)}`);
    await rig.eventually(() => rig.control.channel(channel.id).archived);
    await type(rig, "responder", "general", `reopen ${nameOf(channel)} it is back`);
    await leadHears(nameOf(channel), "it is archived. Once somebody unarchives it");
    rig.control.unarchive(channel.id);
    rig.control.join(channel.id, "bot");
    await notified(rig, channel.id, nameOf(channel), "Investigating");
  });
});

test.each(["own", "incidents"])("a notification somebody deletes comes back (%s channel)", async (where) => {
  const title = where === "own" ? "Wiped away" : "Swept away";
  const channel = await declare(rig, { title });
  const place = where === "own" ? channel.id : "incidents";
  const gone = await notified(rig, place, nameOf(channel), title);
  rig.control.deleteMessage(gone);
  const back = await rig.eventually(() => {
    const now = notificationIn(rig, place, nameOf(channel));
    return now && now.ts !== gone.ts ? now : undefined;
  });
  if (where === "own") await rig.eventually(() => rig.control.channel(place).pins.includes(back.ts));
  expect(
    textsIn(rig, place).filter((text) =>
      where === "own"
        ? text.startsWith(`${nameOf(channel)} · `) && text.includes("*Actions")
        : text.includes(`${nameOf(channel)} · P`) && text.includes("*How bad*"),
    ),
  ).toHaveLength(1);
});

test("a slow Slack and a slow database: the person is told within three seconds, and answered when it is done", async () => {
  const channel = await declare(rig, { title: "Everything crawls" });
  rig.control.createUser({ name: "late-riser" });
  rig.control.join(channel.id, "late-riser");
  await type(rig, "late-riser", channel.id, "list");
  const lookup = rig.control.fault({ method: "conversations.info", kind: "held" });
  const typed = `/clay-incident note slow but sure in <#${rig.control.channel("clay-alerts").id}>`;
  const asked = rig.control.command("late-riser", channel.id, typed);
  await rig.eventually(() => lookup.met() > 0);
  const database = new DatabaseSync(rig.stateFile, { timeout: 2000 });
  database.exec("begin immediate");
  const { acked, ackBody } = await asked;
  database.exec("rollback");
  database.close();
  expect(acked).toBe(true);
  expect(ackBody).toMatchObject({ text: "Still working on it. I will answer here." });
  await rig.eventually(() =>
    toldPrivately(rig, "late-riser", channel.id).some((text) => text.includes("Noted in")),
  );
  expect(await type(rig, "lead", channel.id, "timeline")).toContain("slow but sure");
});

test("a database that does not answer: nothing is claimed to be saved", async () => {
  const channel = await declare(rig, { title: "No room on disk" });
  const database = new DatabaseSync(rig.stateFile, { timeout: 2000 });
  database.exec("begin immediate");
  const told = await type(rig, "lead", channel.id, "note lost?");
  await rig.eventually(() =>
    [told, ...toldPrivately(rig, "lead", channel.id)].some((text) => text.includes("Not saved: my database")),
  );
  database.exec("rollback");
  database.close();
  expect(await type(rig, "lead", channel.id, "timeline")).not.toContain("lost?");
});

test("missing scopes for niceties: said to the lead, and the incident goes on", async () => {
  rig.control.fault({ method: "bookmarks.list", kind: "error", error: "missing_scope", times: 10 });
  rig.control.fault({ method: "pins.add", kind: "error", error: "missing_scope" });
  const channel = await declare(rig, { title: "Few permissions" });
  const direct = () =>
    textsIn(rig, rig.control.directChannel("lead")).findLast((text) => text.includes(nameOf(channel)));
  await rig.eventually(
    () => /Pinning the notification/.test(direct() ?? "") && /bookmarks “.*”, “.*”, “/.test(direct() ?? ""),
  );
  expect(direct()!.match(/bookmark/g)).toHaveLength(1);
  await type(rig, "lead", channel.id, "severity P1");
  await notified(rig, channel.id, nameOf(channel), "P1 · ");
});

test("a workspace that allows no channel: it is announced all the same, and the declarer is told how to go on", async () => {
  rig.control.fault({ method: "conversations.create", kind: "error", error: "restricted_action" });
  await type(rig, "responder", "general", "declare P2 Forbidden by the workspace");
  await sendDeclaration(rig, "responder", {});
  const { text } = await rig.eventually(() =>
    rig.control.messages("incidents").find((message) => message.text.includes("Forbidden by the workspace")),
  );
  const [name] = /INC-\d+/.exec(text)!;
  const told = () => textsIn(rig, rig.control.directChannel("responder")).at(-1) ?? "";
  await rig.eventually(() => told().includes("Opening the incident's channel: the workspace does not allow"));
  expect(told()).toContain(`“show ${name}” gives you its buttons wherever you type it`);
  const here = await rig.eventually(() =>
    textsIn(rig, "general").find((line) => line.includes(`declared ${name}`)),
  );
  expect(here).toContain(
    `Forbidden by the workspace. No channel could be opened for it: go on here, where “show ${name}” gives`,
  );
  await type(rig, "responder", "general", `severity ${name} P1`);
  await notified(rig, "incidents", name, "P1 · ");
});

test("a channel that was refused is opened once the bot starts again and may", async () => {
  const fault = { method: "conversations.create", kind: "error", error: "restricted_action" } as const;
  const other = await openRig();
  onTestFinished(() => other.close());
  const bot = await other.startBot();
  other.control.fault({ ...fault, times: 1 });
  await type(other, "lead", "general", "declare P2 Forbidden until it was put right");
  await sendDeclaration(other, "lead", {});
  const told = () => textsIn(other, other.control.directChannel("lead")).at(-1) ?? "";
  await other.eventually(() => told().includes("Opening the incident's channel"));
  await type(other, "lead", "general", "note INC-1 Still without a channel");
  await bot.stop();
  expect(channelsNamed(other, "forbidden-until")).toEqual([]);
  await other.startBot();
  await type(other, "lead", "general", "note INC-1 The permission is there");
  await other.eventually(() => channelsNamed(other, "forbidden-until")[0]);
});

test("triage in a place that vanishes meanwhile goes on in the others", async () => {
  const place = rig.control.createChannel("soon-gone", { members: ["lead"] });
  rig.clay.control.set("me", { delayMs: 600 });
  await type(rig, "lead", place, "triage");
  rig.control.deleteChannel(place);
  await type(rig, "lead", "clay-alerts", "triage");
  await rig.eventually(() => textsIn(rig, "clay-alerts").some((text) => isTriageDone(text)));
});
