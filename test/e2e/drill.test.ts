import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import type { Fields } from "../../src/playground/slack/workspace/types.ts";
import { openForm, sendForm, type, wordsOf } from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;

beforeAll(async () => {
  const providers = [{ name: "Apollo", status_url: "http://127.0.0.1:1/summary.json" }];
  rig = await openRig({ config: { clay: { providers } } });
  await rig.startBot();
});
afterAll(() => rig.close());

const titleOf = (form: object) => (form as { title: { text: string } }).title.text;
const streamOf = (raw: SeenMessage["raw"]) =>
  ((raw.metadata as Fields | undefined)?.event_payload as Fields | undefined)?.stream;
const drillChannel = () => rig.control.channels().find(({ name }) => name.startsWith("drill-"));
const tick = "checklist.tick";
/** The drill's message with these words, and with a button of that action or value. */
const told = (words: string, pressing = "") =>
  rig.control
    .messages(drillChannel()?.id ?? "general")
    .find((message) => message.shown.includes(words) && JSON.stringify(message.blocks).includes(pressing));

test("a drill asks which fault to play", async () => {
  expect(await type(rig, "lead", "general", "drill pizza")).toContain("There is no drill “pizza”");
});

test("a drill is played in a channel of its own, against a fake Clay, and mended by what responders tick", async () => {
  expect(await type(rig, "lead", "general", "drill webhook limit")).toContain("Nobody is called");
  const checklist = await rig.eventually(() => told("Replace the webhook", "checklist.tick"));
  await rig.eventually(() => drillChannel()?.topic.includes("DRILL"));
  await rig.eventually(() => told("DRILL · Clay triage")?.shown.includes("50,000 submissions"));
  expect(told("DRILL · Clay triage")?.shown).not.toContain("Apollo");
  expect(told("DRILL · INC-1")).toBeDefined();
  expect(drillChannel()?.members).toHaveLength(2);
  expect(rig.control.messages("incidents")).toEqual([]);

  // The Clay of this workspace is fine, and says so beside the drill.
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() =>
    rig.control.messages("general").find(({ shown }) => shown.includes("Nothing wrong was found")),
  );

  for (const { value } of rig.control.elements(checklist).filter(({ actionId }) => actionId === tick)) {
    const now = await rig.eventually(() => told("Replace the webhook", value!));
    const button = rig.control.elements(now).find((element) => element.value === value)!;
    await rig.control.click("lead", now, button);
  }
  await rig.eventually(() => told("DRILL · INC-1")?.shown.includes("1. "));
  await type(rig, "lead", drillChannel()!.id, "triage");
  const mended = () =>
    rig.control
      .messages(drillChannel()!.id)
      .find(
        ({ shown }) => shown.includes("DRILL · Clay triage") && shown.includes("Nothing wrong was found"),
      );
  await rig.eventually(mended);

  const channel = drillChannel()!.id;
  await type(rig, "lead", channel, "update");
  expect(titleOf(openForm(rig, "lead"))).toBe("Update DRILL INC-1");
  expect(JSON.stringify(openForm(rig, "lead").blocks)).not.toContain("announcements");
  await sendForm(rig, "lead", { text: "Replaced", status: "mitigating" });
  await type(rig, "lead", channel, "resolve");
  expect(titleOf(openForm(rig, "lead"))).toBe("Resolve DRILL INC-1");
  await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("Triage just now"));
  await sendForm(rig, "lead", { resolution: "A new webhook" });
  await rig.eventually(() => told("DRILL · INC-1 · P1 · Resolved"));
  await type(rig, "lead", channel, "postmortem");
  expect(titleOf(openForm(rig, "lead"))).toBe("Postmortem DRILL INC-1");
  await rig.control.click("lead", { view: openForm(rig, "lead").id }, "postmortem.publish");
  await rig.eventually(() =>
    rig.control.canvases().some(({ title }) => title === "DRILL · Postmortem INC-1"),
  );
  await rig.eventually(() => rig.control.files().some(({ title }) => title.startsWith("DRILL INC-1")));

  const ofDrill = rig.control
    .channels()
    .flatMap(({ id }) => rig.control.messages(id))
    .filter(
      (message) => message.raw.bot_id && (message.channel === channel || streamOf(message.raw) === "INC-1"),
    );
  // A drill is told in its own channel alone, not where it was started either.
  expect(new Set(ofDrill.map((message) => message.channel))).toEqual(new Set([channel]));
  expect(ofDrill.filter(({ text, shown }) => !text.includes("DRILL") || !shown.includes("DRILL"))).toEqual(
    [],
  );
  expect(rig.control.messages("incidents")).toEqual([]);
}, 60_000);
