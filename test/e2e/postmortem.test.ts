import { afterAll, beforeAll, expect, test } from "vitest";
import {
  declare,
  type IncidentChannel,
  nameOf,
  notified,
  openForm,
  press,
  sendForm,
  textsIn,
  wordsOf,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 800, share_seconds: 0 } } });
  await rig.startBot();
});
afterAll(() => rig.close());

async function resolve(channel: IncidentChannel): Promise<void> {
  await press(rig, "lead", channel, "resolve");
  await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("Triage just now"));
  await sendForm(rig, "lead", { resolution: "A new webhook", root_cause: "50,000 submissions used" });
  await notified(rig, channel.id, nameOf(channel), "Resolved");
}

async function openDraft(channel: IncidentChannel, user = "lead") {
  await press(rig, user, channel, "postmortem");
  return openForm(rig, user);
}

const canvasOf = (channel: IncidentChannel) => rig.control.channel(channel.id).canvas;
const filesIn = (channel: IncidentChannel) =>
  rig.control
    .messages(channel.id)
    .flatMap(({ raw }) => (raw.files as { name: string; alt_txt?: string }[]) ?? []);

test("the draft is filled from the record, edited by hand, and published once as canvas with a picture", async () => {
  const channel = await declare(rig, { title: "Webhook leads is full", impact: "Leads are not enriched" });
  await resolve(channel);
  await openDraft(channel);
  expect(wordsOf(openForm(rig, "lead").blocks)).toContain("50,000 submissions used");
  await rig.control.click("lead", { view: openForm(rig, "lead").id }, "postmortem.edit:impact");
  const edited = await sendForm(rig, "lead", { text_0: "1,830 leads went stale" });
  expect(edited.error).toBeUndefined();
  await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("1,830 leads went stale"));
  await rig.control.click("lead", { view: openForm(rig, "lead").id }, "postmortem.publish");
  const canvas = await rig.eventually(() => canvasOf(channel));
  expect(canvas.markdown).toContain("1,830 leads went stale");
  const [picture] = await rig.eventually(() => filesIn(channel).slice(0, 1)[0] && filesIn(channel));
  expect(picture!.name).toBe(`${nameOf(channel)}.png`);
  expect(picture!.alt_txt).toContain("Timeline of");
  await rig.eventually(() =>
    textsIn(rig, channel.id).some((text) => text.includes("published the postmortem")),
  );
  expect(filesIn(channel)).toHaveLength(1);
});
