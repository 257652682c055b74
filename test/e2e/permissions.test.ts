import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  declare,
  type IncidentChannel,
  nameOf,
  openForm,
  press,
  sendForm,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { type ClockRig, openClockRig } from "../support/clock-rig.ts";

let rig: ClockRig;
beforeAll(async () => {
  rig = await openClockRig({
    config: ({ slack }) => {
      const leads = slack.control.createUserGroup("clay-leads", ["lead"]);
      return { incident: { may_declare: leads, may_resolve: leads, may_export: leads } };
    },
  });
  await rig.startBot();
});
afterAll(() => rig.close());

let stories = 0;
const declared = () => declare(rig, { title: `Permitted${++stories}`, severity: "P4" });
const records = () => rig.withStore((store) => store.summaries({ kind: "incident" }));
const told = (user: string, channel: string, words: string) =>
  rig.eventually(() => toldPrivately(rig, user, channel).find((text) => text.includes(words)));

describe("Who is not a member of the workspace", () => {
  const refusals = { guest: "Guests cannot run incidents here.", external: "Only members of this workspace" };

  test.each(Object.entries(refusals))(
    "a %s is refused kindly, whichever way they come",
    async (who, words) => {
      const place = rig.control.say("lead", "clay-alerts", `For ${who}`);
      expect(await type(rig, who, "clay-alerts", "triage")).toContain(words);
      rig.control.mention(who, "clay-alerts", "triage");
      await told(who, "clay-alerts", words);
      const before = toldPrivately(rig, who, "clay-alerts").length;
      await rig.control.messageShortcut(who, "declare_from_message", place);
      await rig.control.messageShortcut(who, "add_to_timeline", place);
      await rig.eventually(() => toldPrivately(rig, who, "clay-alerts").length === before + 2);
      expect(rig.control.modals(who)).toEqual([]);
      const shortcut = await rig.control.shortcut(who, "declare_incident");
      expect(shortcut.acked).toBe(true);
      expect(rig.control.modals(who)).toEqual([]);
    },
  );

  test("they cannot press others' buttons either", async () => {
    const channel = await declared();
    rig.control.join(channel.id, "guest");
    await press(rig, "guest", channel, "lead");
    await told("guest", channel.id, refusals.guest);
    expect((await rig.withStore((store) => store.summary(nameOf(channel))))?.leadId).toBeNull();
  });

  test("they may when the configuration says so", async () => {
    const open = await openClockRig({ config: { slack: { allow_guests: true, allow_external: true } } });
    await open.startBot();
    for (const who of ["guest", "external"])
      expect(await type(open, who, "clay-alerts", "list")).toContain("Open incidents");
    await open.close();
  });
});

describe("Where a group is configured", () => {
  const mayNotDeclare = "Only members of the group set up for it may declare incidents.";
  const mayNotResolve = "Only members of the group set up for it may resolve incidents.";

  test("others cannot declare: by command, shortcut, message, mention or from triage", async () => {
    const before = (await records()).length;
    const place = rig.control.say("lead", "general", "Rows are red");
    await type(rig, "responder", "general", "triage");
    const run = await rig.eventually(() =>
      rig.control
        .messages("general")
        .find((message) =>
          rig.control.elements(message).some(({ actionId }) => actionId === "triage.declare"),
        ),
    );
    rig.control.mention("responder", "general", "declare P4 By mention");
    const ask = await rig.eventually(() =>
      rig.control
        .messages("general", { as: "responder" })
        .find(({ ephemeral, text }) => ephemeral && text.includes("opens forms only from a button")),
    );
    const ways = [
      () => type(rig, "responder", "general", "declare P4 By command"),
      () => rig.control.shortcut("responder", "declare_incident"),
      () => rig.control.messageShortcut("responder", "declare_from_message", place),
      () => rig.control.click("responder", run, "triage.declare"),
      () => rig.control.click("responder", ask, "verb_typed"),
    ];
    for (const [way, open] of ways.entries()) {
      await open();
      const sent = await sendForm(rig, "responder", { title: `Forbidden${way}`, severity: "P4" });
      expect(JSON.stringify(sent.ackBody)).toContain(mayNotDeclare);
      await rig.control.closeModal("responder", true);
    }
    expect(await records()).toHaveLength(before);
  });

  test("others cannot resolve: by command or by the notification's button; a member can", async () => {
    const channel = await declared();
    rig.control.join(channel.id, "responder");
    for (const open of [
      () => type(rig, "responder", channel.id, "resolve"),
      () => press(rig, "responder", channel, "resolve"),
    ]) {
      await open();
      await rig.eventually(() => rig.control.modals("responder").length);
      const sent = await sendForm(rig, "responder", { resolution: "Gone" });
      expect(JSON.stringify(sent.ackBody)).toContain(mayNotResolve);
      await rig.control.closeModal("responder", true);
    }
    await resolveAs("lead", channel);
  });

  test("others cannot have exports; a member can", async () => {
    const channel = await declared();
    await resolveAs("lead", channel);
    for (const user of ["responder", "lead"]) {
      rig.control.join(channel.id, user);
      const packet = await type(rig, user, channel.id, "support");
      expect(packet.includes("Only the people configured for it")).toBe(user === "responder");
      await type(rig, user, channel.id, "postmortem");
      await rig.eventually(() => rig.control.modals(user).length);
      await rig.control.click(user, { view: openForm(rig, user).id }, exportButton(user));
    }
    await rig.eventually(() => filesFor("lead") > 0);
    await rig.quiet();
    expect(filesFor("responder")).toBe(0);
  });

  test("a group Slack does not tell lets nobody in", async () => {
    const strict = await openClockRig({
      config: ({ slack }) => ({ incident: { may_declare: slack.control.createUserGroup("few", ["lead"]) } }),
    });
    await strict.startBot();
    strict.control.fault({
      method: "usergroups.users.list",
      kind: "error",
      error: "internal_error",
      times: 99,
    });
    await type(strict, "lead", "general", "declare P4 Locked");
    const sent = await sendForm(strict, "lead", { title: "Locked", severity: "P4" });
    expect(JSON.stringify(sent.ackBody)).toContain(mayNotDeclare);
    await strict.close();
  });

  async function resolveAs(user: string, channel: IncidentChannel): Promise<void> {
    await type(rig, user, channel.id, "resolve");
    await rig.eventually(() => rig.control.modals(user).length);
    await sendForm(rig, user, { resolution: "Gone" });
    await rig.eventually(() =>
      rig.control.messages(channel.id).some(({ text }) => text.includes("is resolved")),
    );
  }

  function exportButton(user: string): { text: string } {
    const texts = rig.control.elements({ view: openForm(rig, user).id }).map(({ text }) => text ?? "");
    return { text: texts.find((text) => /export|file|download/i.test(text)) ?? texts.join(", ") };
  }

  const filesFor = (user: string) =>
    rig.control
      .messages(rig.control.directChannel(user))
      .filter(({ raw }) => ((raw.files as unknown[]) ?? []).length > 0).length;
});

test("every event names who did it, also when that person has left since", async () => {
  rig.control.createUser({ name: "short-timer", realName: "Short Timer" });
  const channel = await declared();
  rig.control.join(channel.id, "short-timer");
  await type(rig, "short-timer", channel.id, "note Seen in the table");
  await type(rig, "short-timer", channel.id, "lead");
  rig.control.deactivateUser("short-timer");
  await rig.quiet();
  const events = await rig.withStore((store) => store.load(nameOf(channel)));
  expect(events.filter(({ by }) => !by.name)).toEqual([]);
  const theirs = events.filter(({ by }) => by.name === "short-timer").map(({ event }) => event.type);
  expect(theirs).toEqual(["note.added", "lead.changed"]);
  expect(await type(rig, "lead", channel.id, "timeline")).toContain("Seen in the table");
});
