import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  channelsNamed,
  declare,
  type IncidentChannel,
  incidentTitled,
  isTriageDone,
  nameOf,
  notified,
  openForm,
  sendDeclaration,
  sendForm,
  textsIn,
  type,
  wordsOf,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let people: Record<string, string>;
beforeAll(async () => {
  rig = await openRig({
    config: ({ slack: { control } }) => ({
      triage: { share_seconds: 0 },
      incident: {
        invite_users: ["gtm-manager", "deactivated"].map((name) => control.user(name).id),
        invite_usergroup: control.userGroups()[0]!.id,
        bookmarks: [{ title: "Our sender's log", url: "https://logs.example/clay" }],
      },
    }),
  });
  people = Object.fromEntries(rig.control.users().map(({ name, id }) => [name, id]));
  await rig.startBot();
});
afterAll(() => rig.close());

const mentionOf = (user: string) => `<@${people[user]}>`;
const valueIn = (form: ReturnType<typeof openForm>, block: string) => {
  const { element } = form.blocks.find(({ block_id }) => block_id === block) as unknown as {
    element: { initial_value?: string; initial_option?: { value: string } };
  };
  return element.initial_option?.value ?? element.initial_value;
};

describe("an incident declared by the verb", () => {
  let channel: IncidentChannel;
  beforeAll(async () => {
    rig.control.createUser({ name: "newcomer" });
    await type(rig, "lead", "general", "declare P1 Webhook URL expired, rows are lost");
    const form = openForm(rig, "lead");
    expect([valueIn(form, "title"), valueIn(form, "severity")]).toEqual([
      "Webhook URL expired, rows are lost",
      "P1",
    ]);
    await sendDeclaration(rig, "lead", { impact: "New leads are not enriched", affected: "SDR team" });
    channel = await incidentTitled(rig, "Webhook URL expired");
    await rig.eventually(() => rig.control.channel(channel.id).bookmarks.length === 4);
    await notified(rig, "incidents", nameOf(channel), `<#${channel.id}>`);
    await rig.eventually(() => textsIn(rig, "general").some((text) => text.includes("declared")));
    channel = rig.control.channel(channel.id);
  });

  test("has a channel named by the pattern, with topic, pin and bookmarks", () => {
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    expect(channel.name).toMatch(new RegExp(`^inc-${today}-\\d+-webhook-url-expired-rows-are-lost$`));
    expect(channel.name.length).toBeLessThanOrEqual(80);
    expect(channel.topic).toBe("P1 · Investigating · Webhook URL expired, rows are lost");
    const [pinned] = channel.pins;
    expect(rig.control.messages(channel.id).find(({ ts }) => ts === pinned)!.text).toContain("*Root cause*");
    expect(channel.bookmarks.map(({ title }) => title)).toEqual([
      "Clay plans and billing",
      "Clay status",
      "Clay community support",
      "Our sender's log",
    ]);
  });

  test("has everyone in it but the deactivated one, and tells the lead that in one line", async () => {
    const wanted = ["lead", "on-call", "responder", "gtm-manager"].map((name) => people[name]);
    expect(channel.members).toEqual(expect.arrayContaining(wanted));
    expect(channel.members).not.toContain(people.deactivated);
    const direct = await rig.eventually(() => textsIn(rig, rig.control.directChannel("lead")).at(-1));
    expect(direct).toContain("some things in Slack did not work");
    expect(direct.split("\n").filter((line) => line.includes("Inviting people"))).toHaveLength(1);
    expect(direct).toContain(
      `Inviting people: ${mentionOf("deactivated")}: there is no such active account here`,
    );
  });

  test("has its first triage in it, once", () => {
    expect(textsIn(rig, channel.id).filter((text) => isTriageDone(text))).toHaveLength(1);
  });

  test("is told where it was declared, in one line with a link", () => {
    const lines = textsIn(rig, "general").filter((text) => text.includes("Webhook URL expired"));
    expect(lines).toEqual([
      `${mentionOf("lead")} declared ${nameOf(channel)} (P1): Webhook URL expired, rows are lost. It is worked on in <#${channel.id}>.`,
    ]);
  });

  test("is announced in one plain sentence, with severity in words", async () => {
    const { text } = await notified(rig, "incidents", nameOf(channel), "Webhook URL expired");
    expect(text).toMatch(
      /^\S.* has had a problem since .*: New leads are not enriched\. Do not count on new leads/,
    );
    expect(text).toContain("Critical: Complete data flow stopped (P1)");
    expect(text).toContain("*Affected*  SDR team");
    expect(text).not.toMatch(/Root cause|Resolution|Prevention|not known yet/);
  });

  test("has the notification with the fields of the template known by then", async () => {
    const { text } = await notified(rig, channel.id, nameOf(channel), "Webhook URL expired");
    for (const field of [
      "P1",
      "Detected",
      "*Status*  Investigating",
      "*Next update*",
      "*Actions taken*  none yet",
    ])
      expect(text).toContain(field);
    for (const field of ["*Impact*  New leads are not enriched", "*Affected*  SDR team"])
      expect(text).toContain(field);
    for (const open of ["*Root cause*", "*Resolution*", "*Prevention*"])
      expect(text).toContain(`${open}  not known yet`);
    // Times show in the reader's zone.
    expect(text.match(/<!date\^\d+\^[^|]+\|[^>]+ UTC>/g)!.length).toBeGreaterThanOrEqual(2);
  });

  test("tells the change once in its own channel", () => {
    const told = textsIn(rig, channel.id).filter((text) => text.includes("P1 declared"));
    expect(told).toHaveLength(1);
  });
});

test("a severity there is not is said to be none, and the rest is the title", async () => {
  await type(rig, "gtm-manager", "general", "declare P7 Formulas spin");
  const form = openForm(rig, "gtm-manager");
  expect(valueIn(form, "title")).toBe("Formulas spin");
  expect(JSON.stringify(form.blocks)).toContain("“P7” is no severity.");
  rig.control.closeModal("gtm-manager");
});

test("what is too long for a title stands in the impact, whole", async () => {
  const typed = `Enrichment stopped ${"again and again, ".repeat(20)}says sales`;
  await type(rig, "gtm-manager", "general", `declare P2 ${typed}`);
  const form = openForm(rig, "gtm-manager");
  expect(valueIn(form, "title")).toMatch(/^Enrichment stopped .*…$/);
  expect(valueIn(form, "impact")).toBe(typed);
  rig.control.closeModal("gtm-manager");
});

test("declared where the bot may not speak, the declarer is told directly where it is worked on", async () => {
  const place = rig.control.createChannel("side-room", { kind: "private", members: ["responder"] });
  const channel = await declare(rig, { by: "responder", from: place, title: "Signals come twice" });
  const direct = () => textsIn(rig, rig.control.directChannel("responder"));
  await rig.eventually(() => direct().some((text) => text.includes(`It is worked on in <#${channel.id}>`)));
  expect(direct().filter((text) => text.includes("in the place where it was declared"))).toEqual([]);
});

test("an incident's name alone shows it", async () => {
  const channel = await declare(rig, { title: "Named alone" });
  expect(await type(rig, "lead", "general", nameOf(channel))).toContain("Named alone");
});

test("by the global shortcut it is declared from nowhere, and only announced", async () => {
  await rig.control.shortcut("responder", "declare_incident");
  await sendForm(rig, "responder", { title: "Formulas return nothing", severity: "P3", options: ["lead"] });
  const channel = await incidentTitled(rig, "Formulas return nothing");
  const { text } = await notified(rig, "incidents", nameOf(channel), "Formulas return nothing");
  expect(text).toContain(`${mentionOf("responder")} leads`);
  const elsewhere = ["general", "clay-alerts"].flatMap((place) => textsIn(rig, place));
  expect(elsewhere.filter((told) => told.includes("Formulas return nothing"))).toEqual([]);
});

test("from a message that is a picture alone, its name and the link are kept", async () => {
  const said = rig.control.say("gtm-manager", "general", "", { files: ["red cells.png"] });
  await rig.control.messageShortcut("responder", "declare_from_message", said);
  await sendDeclaration(rig, "responder", { title: "Red cells all over", severity: "P3" });
  const channel = await incidentTitled(rig, "Red cells all over");
  const kept = await rig.eventually(() =>
    textsIn(rig, channel.id).find((text) => text.includes("red cells")),
  );
  expect(kept).toContain("[image: red cells.png]");
  expect(kept).toContain(`archives/${said.channel}/p${said.ts.replace(".", "")}`);
});

test("from a message, the words are kept and the place is answered in its thread", async () => {
  const said = rig.control.say("gtm-manager", "general", "No lead <enriched> since 9 & sales asks");
  await rig.control.messageShortcut("responder", "declare_from_message", said);
  const form = openForm(rig, "responder");
  expect(wordsOf(form.blocks)).toContain("No lead &lt;enriched&gt; since 9 &amp; sales asks");
  expect(valueIn(form, "detection")).toBe("user_report");
  await sendForm(rig, "responder", { title: "Sales sees no leads", severity: "P2" });
  const channel = await incidentTitled(rig, "Sales sees no leads");
  const reply = await rig.eventually(() => rig.control.messages("general", { threadTs: said.ts })[1]);
  expect(reply.text).toContain(`<#${channel.id}>`);
  const [kept] = textsIn(rig, channel.id).filter((text) => text.includes("sales asks"));
  expect(kept).toContain("No lead &lt;enriched&gt; since 9 &amp; sales asks");
  expect(kept).toContain(`Declared from a message of ${mentionOf("gtm-manager")}`);
  expect(kept).toContain(`archives/${said.channel}/p${said.ts.replace(".", "")}`);
});

test.each([
  ["from a reply", "Replies name the trouble"],
  ["by a mention", "Mentions name the trouble"],
])("declared %s in a thread, the place is answered in that thread", async (how, title) => {
  const first = rig.control.say("gtm-manager", "general", `${title}?`);
  if (how === "from a reply") {
    const reply = rig.control.say("responder", "general", "Yes, it does", { threadTs: first.ts });
    await rig.control.messageShortcut("responder", "declare_from_message", reply);
  } else {
    rig.control.mention("responder", "general", "declare", { threadTs: first.ts });
    const offered = await rig.eventually(() =>
      rig.control
        .messages("general", { as: "responder", threadTs: first.ts })
        .find(({ ephemeral }) => ephemeral),
    );
    await rig.control.click("responder", offered, { text: "Open the form" });
  }
  await sendDeclaration(rig, "responder", { title, severity: "P3" });
  const channel = await incidentTitled(rig, title);
  const post = await rig.eventually(() =>
    rig.control.calls("chat.postMessage").find(({ args }) => String(args.text).includes(`<#${channel.id}>.`)),
  );
  expect(post.args.thread_ts).toBe(first.ts);
});

test("from a triage run, the form is filled in from its findings and the evidence is kept", async () => {
  await rig.clay.control.play("webhook limit");
  await type(rig, "lead", "clay-alerts", "triage");
  const run = await rig.eventually(() =>
    rig.control.messages("clay-alerts").find(({ text }) => isTriageDone(text)),
  );
  await rig.control.click("lead", run, "triage.declare");
  const form = openForm(rig, "lead");
  expect(valueIn(form, "severity")).toBe("P1");
  expect(valueIn(form, "title")).toMatch(/webhook/i);
  expect(valueIn(form, "impact")).not.toBe("");
  await sendForm(rig, "lead", { title: "The leads webhook is full" });
  await rig.clay.control.reset();
  const channel = await incidentTitled(rig, "leads webhook is full");
  const told = await type(rig, "lead", channel.id, "timeline");
  expect(told).toContain("50,000 submissions");
  const after = await rig.eventually(() =>
    rig.control
      .messages("clay-alerts")
      .find(({ text, blocks }) => isTriageDone(text) && JSON.stringify(blocks).includes("declared by")),
  );
  expect(rig.control.elements(after).map(({ actionId }) => actionId)).not.toContain("triage.declare");
});

describe("something similar was declared a moment ago", () => {
  test("joining is offered, and puts the person into that incident's channel", async () => {
    const first = await declare(rig, { title: "CRM sync drops contacts" });
    await type(rig, "gtm-manager", "general", "declare P2 CRM sync drops contacts again");
    const form = openForm(rig, "gtm-manager");
    expect(wordsOf(form.blocks)).toContain(`${nameOf(first)} (P2) was declared just now`);
    expect(wordsOf(form.blocks)).toContain("Join it?");
    await rig.control.click("gtm-manager", { view: form.id }, "incident.join");
    expect(wordsOf(openForm(rig, "gtm-manager").blocks)).toContain(`You are a responder of ${nameOf(first)}`);
    rig.control.closeModal("gtm-manager");
    expect(channelsNamed(rig, "crm-sync-drops")).toHaveLength(1);
  });

  test("who joins is told so, also where the form cannot show it", async () => {
    const first = await declare(rig, { title: "Scoring formula returns zero" });
    await type(rig, "gtm-manager", "general", "declare P2 Scoring formula returns zero");
    const update = rig.control.fault({ method: "views.update", kind: "status", status: 503 });
    const form = openForm(rig, "gtm-manager").id;
    await rig.control.click("gtm-manager", { view: form }, "incident.join");
    await rig.eventually(() =>
      textsIn(rig, rig.control.directChannel("gtm-manager")).some((text) =>
        text.includes(`You are a responder of ${nameOf(first)}. It is in <#${first.id}>`),
      ),
    );
    expect(update.met()).toBe(1);
    rig.control.closeModal("gtm-manager");
  });

  test("sending the form offers it, too; on purpose a new one is made", async () => {
    const first = await declare(rig, { title: "Waterfall stops halfway" });
    await type(rig, "responder", "general", "declare");
    await sendForm(rig, "responder", { title: "Waterfall stops halfway", severity: "P2" });
    expect(wordsOf(openForm(rig, "responder").blocks)).toContain(
      `${nameOf(first)} (P2) was declared just now`,
    );
    expect(channelsNamed(rig, "waterfall-stops")).toHaveLength(1);
    await sendForm(rig, "responder", { anyway: ["anyway"] });
    await rig.eventually(() => channelsNamed(rig, "waterfall-stops").length === 2);
  });

  test("any incident of the last half hour is shown; of two P1 without a cause the second is asked about", async () => {
    const first = await declare(rig, { title: "Callbacks never arrive", severity: "P1" });
    await type(rig, "responder", "general", "declare");
    const shown = wordsOf(openForm(rig, "responder").blocks);
    expect(shown).toContain(`${nameOf(first)} (P1) was declared just now: Callbacks never arrive. Join it?`);
    await sendForm(rig, "responder", { title: "Leads not coming", severity: "P1" });
    expect(wordsOf(openForm(rig, "responder").blocks)).toContain(`${nameOf(first)} (P1) was declared`);
    expect(channelsNamed(rig, "leads-not-coming")).toHaveLength(0);
    await sendForm(rig, "responder", { anyway: ["anyway"] });
    await incidentTitled(rig, "Leads not coming");
  });

  test("two who declare in the same instant make one incident", async () => {
    await Promise.all(["lead", "responder"].map((user) => type(rig, user, "general", "declare")));
    const title = "Enrichment queue stuck";
    await Promise.all(["lead", "responder"].map((user) => sendForm(rig, user, { title, severity: "P2" })));
    await incidentTitled(rig, title);
    const left = ["lead", "responder"].filter((user) => rig.control.modals(user).length > 0);
    expect(left).toHaveLength(1);
    expect(wordsOf(openForm(rig, left[0]!).blocks)).toContain("Join it?");
    rig.control.closeModal(left[0]!);
    expect(channelsNamed(rig, "enrichment-queue-stuck")).toHaveLength(1);
  });
});

describe("the channel's name is taken", () => {
  test.each([
    ["open", "Webhook events lag behind"],
    ["archived", "Scheduled columns never start"],
  ])("by an %s channel: it gets a suffix, and the old one is left alone", async (kind, title) => {
    const numbers = rig.control.channels().map(({ name }) => Number(/^inc-\d+-(\d+)/.exec(name)?.[1] ?? 0));
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    const name = `inc-${today}-${Math.max(...numbers) + 1}-${title.toLowerCase().replaceAll(" ", "-")}`;
    const old = rig.control.createChannel(name, { creator: "lead" });
    if (kind === "archived") rig.control.archive(old);
    const channel = await declare(rig, { title });
    expect(channel.name).toBe(`${name}-2`);
    expect(rig.control.messages(old)).toEqual([]);
  });
});
