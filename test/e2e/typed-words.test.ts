import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  declare,
  nameOf,
  notified,
  openForm,
  recordOf,
  sendForm,
  textsIn,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
  await rig.startBot();
});
afterAll(() => rig.close());
beforeEach(() => rig.clay.control.reset());

let channels = 0;
const freshChannel = () => rig.control.createChannel(`typed-${++channels}`);
const formOf = (user: string) => JSON.stringify(openForm(rig, user).blocks);
const triageIn = (channel: string) => textsIn(rig, channel).some((text) => text.includes("triage"));

describe("quotes and colons around a severity or an incident are no part of it", () => {
  test.each([
    "P1: Sheets are empty",
    "“P1” Sheets are empty",
    "P1 – Sheets are empty",
    "*P1*, Sheets are empty",
  ])("declare %s", async (typed) => {
    await type(rig, "lead", freshChannel(), `declare ${typed}`);
    const form = formOf("lead");
    expect(form).toContain('"initial_value":"Sheets are empty"');
    expect(form).toMatch(/"initial_option":\{[^}]*"value":"P1"/);
  });

  test("severity “P3”: why", async () => {
    const channel = await declare(rig, { title: "Severity in quotes" });
    await type(rig, "lead", channel.id, "severity “P3”: only one table");
    await notified(rig, channel.id, nameOf(channel), "P3");
    expect(await recordOf(rig, nameOf(channel))).toContainEqual(
      expect.objectContaining({ type: "severity.changed", to: "P3", reason: "only one table" }),
    );
  });

  test("note INC-2: text, from anywhere", async () => {
    const channel = await declare(rig, { title: "Noted from elsewhere" });
    await type(rig, "lead", freshChannel(), `note: “${nameOf(channel)}”: seen again`);
    expect(await recordOf(rig, nameOf(channel))).toContainEqual(
      expect.objectContaining({ type: "note.added", text: "seen again" }),
    );
  });

  test("a mention may end in a colon", async () => {
    rig.control.mention("gtm-manager", "general", ": stauts");
    const told = await rig.eventually(() => toldPrivately(rig, "gtm-manager", "general").at(-1));
    expect(told).toContain("Did you mean “status”?");
  });
});

test("“lead me” is me", async () => {
  const channel = await declare(rig, { title: "Led by me" });
  await type(rig, "responder", "general", `lead ${nameOf(channel)} me`);
  const led = (await recordOf(rig, nameOf(channel))).filter(({ type }) => type === "lead.changed");
  expect(led.at(-1)).toMatchObject({ to: { id: rig.control.user("responder").id } });
});

test.each(["clay down", "Is clay broken?", "enrichment stopped", "rows are not coming"])(
  "“%s” starts triage",
  async (typed) => {
    const channel = freshChannel();
    const told = await type(rig, "lead", channel, typed);
    expect(told).not.toContain("do not understand");
    await rig.eventually(() => triageIn(channel));
  },
);

test.each([
  ["crm", "CRM sync failing"],
  ["hit rate fell", "Low hit rate"],
])("diagnose %s walks from “%s”", async (typed, title) => {
  const channel = freshChannel();
  await type(rig, "lead", channel, `diagnose ${typed}`);
  await rig.eventually(() => textsIn(rig, channel).some((text) => text.includes(title)));
});

describe("words behind a verb fill its form", () => {
  test("update", async () => {
    const channel = await declare(rig, { title: "Update in words" });
    await type(rig, "lead", channel.id, "update Provider switched, 3 tables left");
    expect(formOf("lead")).toContain('"initial_value":"Provider switched, 3 tables left"');
    await sendForm(rig, "lead", {});
    await rig.eventually(() => textsIn(rig, channel.id).some((text) => text.includes("3 tables left")));
  });

  test("resolve, and the outcome of triage leaves them", async () => {
    const channel = await declare(rig, { title: "Resolve in words" });
    await type(rig, "lead", channel.id, "resolve Webhook made anew");
    await rig.eventually(() => formOf("lead").includes("Triage just now"));
    expect(formOf("lead")).toContain('"initial_value":"Webhook made anew"');
    await sendForm(rig, "lead", {});
    await notified(rig, channel.id, nameOf(channel), "Resolved", "Webhook made anew");
  });
});

describe("a figure", () => {
  async function watching(unit: string) {
    const channel = await declare(rig, { title: `Watched in ${unit}` });
    await type(rig, "lead", channel.id, "watch Hit rate");
    await sendForm(rig, "lead", { unit, direction: "atLeast", goal: "60", every: "15", for: "60" });
    await rig.eventually(() => textsIn(rig, channel.id).some((text) => text.includes("Watching Hit rate")));
    const figures = async () =>
      (await recordOf(rig, nameOf(channel))).flatMap((event) =>
        event.type === "watch.recorded" ? [event.value] : [],
      );
    return { channel, figures };
  }

  test("of 82,5 % is no 825", async () => {
    const { channel, figures } = await watching("%");
    await type(rig, "lead", channel.id, "figure 41,5 %");
    expect(await figures()).toEqual([41.5]);
    expect(await type(rig, "lead", channel.id, "figure 825")).toContain("between 0 and 100");
    expect(await figures()).toEqual([41.5]);
  });

  test("that can be read in two ways is asked about, and taken by a press", async () => {
    const { channel, figures } = await watching("credits");
    expect(await type(rig, "lead", channel.id, "figure 1.000")).toContain("can mean 1 or 1,000");
    expect(await figures()).toEqual([]);
    const asked = rig.control.messages(channel.id, { as: "lead" }).at(-1)!;
    await rig.control.click("lead", asked, "verb_typed:figure_1");
    await rig.eventually(async () => (await figures()).length === 1);
    expect(await figures()).toEqual([1000]);
  });
});
