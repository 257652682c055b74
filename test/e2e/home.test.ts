import { afterAll, beforeAll, expect, test } from "vitest";
import { declare, isTriageDone, nameOf, sendForm, textsIn, type, wordsOf } from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 800, share_seconds: 0 } } });
  await rig.startBot();
});
afterAll(() => rig.close());

/** What a person's home tab says, once it says this. */
async function homeSays(user: string, ...words: string[]): Promise<string> {
  return rig.eventually(() => {
    const said = wordsOf(rig.control.home(user)?.blocks ?? []);
    return words.every((word) => said.includes(word)) ? said : undefined;
  });
}

function pressAtHome(user: string, target: Parameters<Rig["control"]["click"]>[2]) {
  return rig.control.click(user, { view: rig.control.home(user)!.id }, target);
}

test("Home shows what is open, Clay's health with when, and follows what the person does", async () => {
  const channel = await declare(rig, { title: "Home test webhook", severity: "P1" });
  await rig.eventually(() => textsIn(rig, channel.id).find(isTriageDone));
  rig.control.openHome("lead");
  const line = `*${nameOf(channel)}* · P1 · investigating · Home test webhook`;
  await homeSays("lead", line, "next update", "Clay, as last seen", "Seen <!date");
  await pressAtHome("lead", { value: "declare" });
  await sendForm(rig, "lead", { title: "Declared from Home", severity: "P3" });
  await homeSays("lead", "Declared from Home");
});

test("the figures on Home count what was declared and resolved a moment ago, and say when they were counted", async () => {
  rig.control.openHome("on-call");
  const counted = async () =>
    Number(
      /(\d+) incidents? from/.exec(await homeSays("on-call", "The last 30 days", "Counted <!date"))?.[1] ?? 0,
    );
  const before = await counted();
  const channel = await declare(rig, { title: "Counted at once", severity: "P4" });
  rig.control.openHome("on-call");
  const open = await homeSays("on-call", `${before + 1} incident`, "Counted at once");
  expect(open).toMatch(/, \d+ open\./);
  const openBefore = Number(/, (\d+) open\./.exec(open)![1]);
  await type(rig, "lead", channel.id, "resolve");
  await sendForm(rig, "lead", { resolution: "Mended" });
  rig.control.openHome("on-call");
  await homeSays("on-call", openBefore === 1 ? "none open" : `, ${openBefore - 1} open.`);
});

test("triage from Home answers in the person's direct messages", async () => {
  rig.control.openHome("gtm-manager");
  await homeSays("gtm-manager", "Open incidents");
  await pressAtHome("gtm-manager", { value: "triage" });
  const direct = rig.control.directChannel("gtm-manager");
  await rig.eventually(() => rig.control.messages(direct).find(({ text }) => isTriageDone(text)));
});

test("a private incident is on the Home of its members alone", async () => {
  await type(rig, "lead", "general", "declare");
  await sendForm(rig, "lead", { title: "Key leaked at a partner", severity: "P2", options: ["private"] });
  rig.control.openHome("lead");
  await homeSays("lead", "Key leaked at a partner");
  rig.control.openHome("responder");
  const said = await homeSays("responder", "Open incidents");
  expect(said).not.toContain("Key leaked");
});

test("one's action items are on Home, and gone once they are done", async () => {
  const channel = await declare(rig, { title: "Items on Home" });
  await type(rig, "lead", channel.name, "todo Alert at 45,000 submissions");
  await sendForm(rig, "lead", { owner: rig.control.user("responder").id });
  rig.control.openHome("responder");
  await homeSays("responder", "Your action items (1)", "Alert at 45,000 submissions");
  await pressAtHome("responder", { text: "Done" });
  await homeSays("responder", "Your action items (0)");
});

test("a guest's Home says why there is nothing to press", async () => {
  rig.control.openHome("guest");
  const said = await homeSays("guest", "Guests cannot run incidents here");
  expect(said).not.toContain("Open incidents");
});
