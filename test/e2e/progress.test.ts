import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  declare,
  type IncidentChannel,
  nameOf,
  notificationIn,
  notified,
  openForm,
  press,
  recordOf,
  sendForm,
  textsIn,
  toldPrivately,
  type,
  wordsOf,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";
import { pressIn } from "../support/walks.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
  await rig.startBot();
});
afterAll(() => rig.close());

const mentionOf = (user: string) => `<@${rig.control.user(user).id}>`;
const toldIn = (channel: string, words: string) =>
  textsIn(rig, channel).filter((text) => text.includes(words) && !text.includes("*Actions taken*"));

/** What was told in the thread under an incident's announcement, and in the channel with it. */
function announced(channel: IncidentChannel, words: string): string[] {
  const announcement = notificationIn(rig, "incidents", nameOf(channel));
  if (!announcement) return [];
  const [, ...replies] = rig.control.messages("incidents", { threadTs: announcement.ts });
  return replies.map(({ text }) => text).filter((text) => text.includes(words));
}

describe("an update", () => {
  test("reaches both channels once, and the notification is current in both", async () => {
    const channel = await declare(rig, { title: "Lookups time out" });
    await notified(rig, "incidents", nameOf(channel));
    await press(rig, "responder", channel, "update");
    await sendForm(rig, "responder", {
      status: "mitigating",
      text: "Provider switched; re-sending 1,830 rows",
      action: "Waterfall reordered",
      next: "30",
    });
    const { text } = await notified(rig, channel.id, nameOf(channel), "Mitigating");
    expect(text).toMatch(
      new RegExp(`\\*Actions taken\\*\\n1\\. Waterfall reordered \\(${mentionOf("responder")}, `),
    );
    expect(text).toContain("*Next update*");
    const plain = await notified(rig, "incidents", nameOf(channel), "Mitigating");
    expect(plain.text).toContain("*Last update*  Provider switched; re-sending 1,830 rows");
    expect(plain.text).toContain("Next news <!date^");
    const isTold = () => toldIn(channel.id, "1,830 rows").length && announced(channel, "1,830 rows").length;
    await rig.eventually(isTold);
    await rig.eventually(() => rig.control.channel(channel.id).topic.includes("P2 · Mitigating"));
    expect(toldIn(channel.id, "1,830 rows")).toHaveLength(1);
    expect(announced(channel, "1,830 rows")).toHaveLength(1);
  });

  test("that comes second to a resolution stays open with what was typed, and says in plain text why", async () => {
    const channel = await declare(rig, { title: "Overtaken", severity: "P4" });
    await press(rig, "responder", channel, "update");
    await press(rig, "lead", channel, "resolve");
    await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("Triage just now"));
    await sendForm(rig, "lead", { resolution: "Replaced" });
    await sendForm(rig, "responder", { text: "Long and carefully typed" });
    const [why] = Object.values(openForm(rig, "responder").errors ?? {});
    expect(why).toMatch(/^INC-\d+ was resolved by lead, .*UTC\. Reopen it to go on\.$/);
    expect(why).not.toContain("<");
    await rig.control.closeModal("responder", true);
  });

  test("sent from an older form does not take back the status that others gave meanwhile", async () => {
    const channel = await declare(rig, { title: "Two update", severity: "P4" });
    await press(rig, "lead", channel, "update");
    await press(rig, "responder", channel, "update");
    await sendForm(rig, "lead", { status: "mitigating", text: "Cause found" });
    await notified(rig, channel.id, nameOf(channel), "Mitigating");
    await sendForm(rig, "responder", { text: "Rows re-sent" });
    await rig.eventually(() => toldIn(channel.id, "Rows re-sent").length);
    expect(toldIn(channel.id, "now Investigating")).toEqual([]);
    expect((await notified(rig, channel.id, nameOf(channel))).text).toContain("Mitigating");
  });

  test("that says nothing is refused in the form", async () => {
    const channel = await declare(rig, { title: "Nothing new here" });
    await press(rig, "lead", channel, "update");
    const { sent } = await sendForm(rig, "lead", {});
    expect(sent).toBe(false);
    rig.control.closeModal("lead");
  });
});

test("severity: changed by the verb with a reason, by the form, and refused where it is so already", async () => {
  const channel = await declare(rig, { title: "Personalisation columns empty" });
  await type(rig, "lead", channel.id, "severity P1 sales & marketing stand still");
  await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
  await rig.eventually(() => toldIn(channel.id, "Sales &amp; marketing stand still").length === 1);
  await rig.eventually(() => announced(channel, "This is now P1 (was P2)").length === 1);
  expect(await type(rig, "responder", "general", `severity ${nameOf(channel)} P1`)).toContain(
    `${nameOf(channel)} is already P1, by ${mentionOf("lead")}`,
  );
  expect(await type(rig, "lead", channel.id, "severity P9")).toContain("“P9” is no severity");
  await press(rig, "responder", channel, "severity");
  await sendForm(rig, "responder", { severity: "P3", reason: "A workaround is in place" });
  await notified(rig, "incidents", nameOf(channel), "P3 · Investigating");
});

test("lead: one click leads; of two who press, the second is told who was first", async () => {
  const channel = await declare(rig, { title: "Domain search finds nobody" });
  const place = notificationIn(rig, channel.id, nameOf(channel))!;
  await Promise.all(["lead", "responder"].map((user) => rig.control.click(user, place, "verb.lead")));
  const { text } = await notified(rig, channel.id, nameOf(channel), "Lead <@");
  const [, first] = /Lead <@(\w+)>/.exec(text)!;
  const second = rig.control.user("lead").id === first ? "responder" : "lead";
  const told = await rig.eventually(() => toldPrivately(rig, second, channel.id).at(-1));
  expect(told).toContain(`<@${first}> leads ${nameOf(channel)} since`);
  await notified(rig, "incidents", nameOf(channel), `<@${first}> leads`);
  await rig.eventually(() => toldIn(channel.id, `<@${first}> leads`).length === 1);
});

test("lead @user names another, who is then in the channel", async () => {
  const channel = await declare(rig, { title: "Phone numbers missing" });
  await type(rig, "lead", channel.id, "lead @gtm-manager");
  await notified(rig, channel.id, nameOf(channel), `Lead ${mentionOf("gtm-manager")}`);
  await rig.eventually(() =>
    rig.control.channel(channel.id).members.includes(rig.control.user("gtm-manager").id),
  );
  expect(await type(rig, "lead", channel.id, "lead nobody & <we> know")).toContain(
    "I do not know “nobody &amp; &lt;we&gt; know”",
  );
});

test.each(["guest", "external", "deactivated", "Clay incident"])(
  "%s cannot be made to lead",
  async (user) => {
    const channel = await declare(rig, { title: `Not led by ${user}` });
    const { id } = rig.control.users().find(({ name, realName }) => [name, realName].includes(user))!;
    const told = await type(rig, "lead", channel.id, `lead <@${id}>`);
    expect(told).toBe(
      `<@${id}> cannot lead: only people who may run incidents here can. Nothing was changed.`,
    );
    expect(notificationIn(rig, channel.id, nameOf(channel))?.text).toContain("Nobody leads yet");
  },
);

test("typed text comes out as typed, and fires nothing", async () => {
  const channel = await declare(rig, { title: "Text & <b>tags</b> 😀 שלום" });
  expect(channel.topic).toContain("Text & <b>tags</b> 😀 שלום");
  await type(rig, "lead", channel.id, "note a < b && c > d\n  @channel, #incidents & @responder");
  expect(await type(rig, "lead", channel.id, "timeline")).toContain(
    "a &lt; b &amp;&amp; c &gt; d\n  @channel, #incidents &amp; @responder",
  );
  await press(rig, "lead", channel, "edit");
  await sendForm(rig, "lead", {
    impact: "مرحبا <!here> & <@U0LOCAL0003>",
    rootCause: "<!channel> ".repeat(200),
  });
  const { text, raw } = await notified(
    rig,
    "incidents",
    nameOf(channel),
    "مرحبا &lt;!here&gt; &amp; &lt;@U0LOCAL0003&gt;",
  );
  expect(text).toContain("*Cause*  &lt;!channel&gt; &lt;!channel&gt;");
  expect(JSON.stringify(raw)).not.toMatch(/<!(channel|here|everyone)/);
});

test("a text of 3,001 characters is kept, told and shown to its end", async () => {
  const channel = await declare(rig, { title: "Long stories" });
  const long = `Anfang ${"sehr ".repeat(597)}lang. Ende`;
  expect([...long]).toHaveLength(3001 + 1);
  await type(rig, "lead", channel.id, `note ${long}`);
  await press(rig, "lead", channel, "update");
  await sendForm(rig, "lead", { text: long.slice(0, 3000) });
  const record = await recordOf(rig, nameOf(channel));
  expect(record).toContainEqual({ type: "note.added", text: long });
  const told = await rig.eventually(() => toldIn(channel.id, "Anfang sehr")[0]);
  expect(told).toContain(long.slice(0, 3000).trim());
  const pages: string[] = [];
  for (const page of [1, 2, 3]) pages.push(await type(rig, "lead", channel.id, `timeline ${page}`));
  expect(pages.find((text) => text.includes(long))).toBeDefined();
});

test("the timeline comes in pages, the newest first", async () => {
  const channel = await declare(rig, { title: "Busy afternoon" });
  for (let n = 1; n <= 60; n++) await type(rig, "lead", channel.id, `note entry number ${n}.`);
  const newest = await type(rig, "lead", channel.id, "timeline");
  expect(newest).toMatch(/\d+ entries · page 1 of 5/);
  expect(newest).toContain("entry number 60.");
  const shown = rig.control.messages(channel.id, { as: "lead" }).findLast(({ ephemeral }) => ephemeral)!;
  await rig.control.click("lead", shown, { text: "Older" });
  const older = await rig.eventually(() =>
    toldPrivately(rig, "lead", channel.id).find((text) => text.includes("page 2 of 5")),
  );
  expect(older).toContain("entry number 40.");
  expect(older).not.toContain("entry number 60.");
});

describe("verbs by mention", () => {
  test("do what the slash command does, in threads, too", async () => {
    const channel = await declare(rig, { title: "Threads are busy" });
    rig.control.join(channel.id, "responder");
    const { ts } = rig.control.say("responder", channel.id, "Is it the provider?");
    rig.control.mention("responder", channel.id, "severity P1 it is worse", { threadTs: ts });
    await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
    rig.control.mention("responder", channel.id, "note <b> & co", { threadTs: ts });
    await rig.eventually(() =>
      rig.control.messages(channel.id, { as: "responder", threadTs: ts }).find(({ ephemeral }) => ephemeral),
    );
    expect(await type(rig, "responder", channel.id, "timeline")).toContain("&lt;b&gt; &amp; co");
  });

  test("which need a form give a button that opens it", async () => {
    const channel = await declare(rig, { title: "Buttons open forms" });
    rig.control.mention("lead", channel.id, "update");
    const offered = await rig.eventually(() =>
      rig.control.messages(channel.id, { as: "lead" }).find(({ ephemeral }) => ephemeral),
    );
    await rig.control.click("lead", offered, { text: "Open the form" });
    expect(wordsOf(openForm(rig, "lead").blocks)).toContain("What changed");
    rig.control.closeModal("lead");
  });

  test("keep what was typed until the form opens", async () => {
    rig.control.mention("gtm-manager", "general", "declare P3 Rows & columns <empty>");
    const offered = await rig.eventually(() =>
      rig.control.messages("general", { as: "gtm-manager" }).find(({ text }) => text.includes("opens forms")),
    );
    await rig.control.click("gtm-manager", offered, { text: "Open the form" });
    const form = JSON.stringify(openForm(rig, "gtm-manager").blocks);
    expect(form).toContain('"initial_value":"Rows & columns <empty>"');
    expect(form).toContain('"value":"P3"');
    rig.control.closeModal("gtm-manager");
  });
});

describe("outside an incident's channel", () => {
  test("where only one incident is open, a verb asks by a button", async () => {
    const alone = await openRig({ config: { triage: { share_seconds: 0 } } });
    try {
      await alone.startBot();
      const channel = await declare(alone, { title: "The only one" });
      expect(await type(alone, "lead", "general", "severity P4")).toContain(`Do you mean that one?`);
      const asked = alone.control.messages("general", { as: "lead" }).findLast(({ ephemeral }) => ephemeral)!;
      await pressIn(alone, "lead", asked, `${nameOf(channel)} · P2 · The only one`);
      await notified(alone, channel.id, nameOf(channel), "P4 · ");
    } finally {
      await alone.close();
    }
  });

  test("a verb asks which one is meant, or takes its name", async () => {
    const [one, other] = [
      await declare(rig, { title: "Company names wrong" }),
      await declare(rig, { title: "Exports empty" }),
    ];
    const asked = await type(rig, "gtm-manager", "general", "severity P4");
    expect(asked).toContain("Which incident do you mean?");
    expect(asked).toContain("Company names wrong");
    const picker = rig.control
      .messages("general", { as: "gtm-manager" })
      .findLast(({ ephemeral }) => ephemeral)!;
    const [list] = rig.control.elements(picker);
    await rig.control.choose("gtm-manager", picker, list!.actionId, `severity ${nameOf(one)} P4`);
    await notified(rig, one.id, nameOf(one), "P4 · ");
    await type(rig, "gtm-manager", "general", `severity ${nameOf(other).toLowerCase()} P1`);
    await notified(rig, other.id, nameOf(other), "P1 · ");
    expect(await type(rig, "lead", "general", "show INC-9999")).toContain("There is no INC-9999");
  });

  test("what is too long to carry along is shown again, so that nothing typed is lost", async () => {
    await declare(rig, { title: "Something open" });
    const long = `note ${"a long story ".repeat(20)}for @responder & <the end>`;
    expect(await type(rig, "lead", "general", long)).toContain("for @responder &amp; &lt;the end&gt;");
  });

  test("in an incident's channel a text may begin with a number, which names no other incident", async () => {
    const first = await declare(rig, { title: "The first of two", severity: "P4" });
    const second = await declare(rig, { title: "The second", severity: "P4" });
    const number = nameOf(first).replace("INC-", "");
    const told = await type(rig, "lead", second.id, `note ${number} customer saw it`);
    expect(told).toBe(`Noted in the timeline of ${nameOf(second)}.`);
    const notes = (await recordOf(rig, nameOf(second))).filter(({ type }) => type === "note.added");
    expect(notes).toMatchObject([{ text: `${number} customer saw it` }]);
    expect(await type(rig, "lead", second.id, `show ${number}`)).toContain("The first of two");
    expect(await type(rig, "lead", second.id, `note ${nameOf(first)} there`)).toContain(nameOf(first));
    expect(await type(rig, "lead", "general", `note ${number} there`)).toContain(nameOf(first));
  });

  test("list shows the open ones with severity, status, age and lead; show and status the notification", async () => {
    const channel = await declare(rig, { title: "Listed incident", options: ["lead"], severity: "P3" });
    const list = await type(rig, "on-call", "general", "list");
    const line = list.split("\n").find((text) => text.includes("Listed incident"))!;
    expect(line).toContain(`*${nameOf(channel)}* · P3 · investigating`);
    expect(line).toContain(`lead ${mentionOf("lead")}`);
    expect(line).toContain(`<#${channel.id}>`);
    for (const verb of ["show", "status"]) {
      const asked = `${verb} ${nameOf(channel)}`;
      expect(await type(rig, "lead", "general", asked)).toContain("*Root cause*");
      const plain = await type(rig, "on-call", "general", asked);
      expect(plain).toContain("has had a problem since");
      expect(plain).not.toContain("*Root cause*");
    }
  });
});

test("template gives the notification as plain text with every field", async () => {
  const channel = await declare(rig, { title: "Paste me", impact: "Leads wait", affected: "SDR" });
  const told = await type(rig, "lead", channel.id, "template");
  const fields = ["Severity", "Time detected", "Impact", "Affected", "Current Status", "Actions Taken"];
  for (const field of [...fields, "Next Update", "Root Cause", "Resolution", "Prevention"])
    expect(told).toContain(`${field}:`);
  expect(told).toContain("Clay Incident Notification");
  expect(told).not.toContain("**");
});
