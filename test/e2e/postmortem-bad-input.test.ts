import { afterAll, beforeAll, expect, test } from "vitest";
import {
  declare,
  type IncidentChannel,
  nameOf,
  openForm,
  press,
  sendForm,
  type,
  wordsOf,
} from "../support/acts.ts";
import {
  canvasOf,
  contentOf,
  filesIn,
  openDraft,
  pressInForm,
  publish,
  resolve,
} from "../support/afterwards.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 800, share_seconds: 0 } } });
  await rig.startBot();
});
afterAll(() => rig.close());

const hostile = [
  "<!channel> <@U123|boss> <https://evil.example|click>",
  "| a | b |\n|---|---|\n# Heading\n- [x] ![image](https://evil.example/x.png)",
  "*bold* _it_ ~gone~ `code` ```block``` <script>alert(1)</script>",
  "שלום עולם ‮rtl‬ 👩‍👩‍👧‍👦 🏳️‍🌈 é",
].join("\n");

const canvasText = async (channel: IncidentChannel) =>
  (await rig.eventually(() => canvasOf(rig, channel))).markdown;

/** Nothing the bot sent was refused by the local Slack as malformed. */
function nothingWasRefused() {
  const refused = rig.control
    .calls()
    .filter(({ answer }) => /^invalid|too_long|too_many/.test(String(answer.error)));
  expect(refused.map(({ method, answer }) => [method, answer])).toEqual([]);
}

test("markup of every kind, emoji and right-to-left text are shown as typed", async () => {
  const channel = await declare(rig, { title: "Hostile <!here> | text", impact: hostile });
  await resolve(rig, channel, hostile);
  await publish(rig, channel);
  const markdown = await canvasText(channel);
  expect(markdown).toContain("\\<!channel\\>");
  expect(markdown).not.toMatch(/!\[image\]/);
  expect(markdown).toContain("👩‍👩‍👧‍👦");
  nothingWasRefused();
});

test("3,001 characters come through whole: in fields, in the canvas, and after an edit by hand", async () => {
  const long = `${"Rows were refused. ".repeat(158)}END OF TEXT`;
  expect(long.length).toBeGreaterThan(3001);
  const channel = await declare(rig, { title: "Long texts" });
  await resolve(rig, channel);
  await openDraft(rig, channel);
  await pressInForm(rig, "lead", "postmortem.edit:impact");
  await sendForm(rig, "lead", { text_0: long.slice(0, 3000), text_1: long.slice(3000) });
  await openDraft(rig, channel);
  await pressInForm(rig, "lead", "postmortem.edit:impact");
  const fields = openForm(rig, "lead").blocks.flatMap((block) => {
    const element = block.element as { initial_value?: string } | undefined;
    return element?.initial_value ?? [];
  });
  expect(fields.length).toBeGreaterThan(1);
  expect(fields.join(" ")).toContain("END OF");
  await publish(rig, channel);
  expect((await canvasText(channel)).replaceAll("\n", " ")).toContain("END OF");
  nothingWasRefused();
});

test("a timeline of a thousand entries is in the file whole, and too long to be edited in Slack, which is said", async () => {
  const channel = await declare(rig, { title: "A thousand entries" });
  const notes = 1000;
  for (let i = 0; i < notes; i += 25)
    await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        type(rig, "lead", channel.id, `note Entry number ${i + n} of many`),
      ),
    );
  await resolve(rig, channel);
  await openDraft(rig, channel);
  await pressInForm(rig, "lead", "postmortem.edit:timeline");
  expect(wordsOf(openForm(rig, "lead").blocks)).toContain("too many to edit in Slack");
  await openDraft(rig, channel);
  await pressInForm(rig, "lead", "postmortem.file");
  const document = await rig.eventually(() => filesIn(rig, "@lead").find(({ name }) => name.endsWith(".md")));
  const markdown = contentOf(rig, document);
  for (const i of [0, 500, notes - 1]) expect(markdown).toContain(`Entry number ${i} of many`);
  await publish(rig, channel);
  expect(await canvasText(channel)).toContain("Entry number 999 of many");
  nothingWasRefused();
}, 60_000);

test("for an open incident the draft says what is missing, and offers no publishing", async () => {
  const channel = await declare(rig, { title: "Still open" });
  await type(rig, "lead", channel.id, "postmortem");
  const form = openForm(rig, "lead");
  expect(wordsOf(form.blocks)).toContain(`*${nameOf(channel)} is still open.*`);
  expect(wordsOf(form.blocks)).toContain("Missing so far:");
  expect(rig.control.elements({ view: form.id }).map(({ text }) => text)).not.toContain("Publish");
  await press(rig, "lead", channel, "resolve");
});
