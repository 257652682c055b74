import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import { textsIn, toldPrivately, type } from "../support/acts.ts";
import { type ClockedBot, type ClockRig, openClockRig } from "../support/clock-rig.ts";

let rig: ClockRig;
let bot: ClockedBot;
beforeEach(async () => {
  rig = await openClockRig({
    config: ({ slack }) => ({ monitor: { channel: slack.control.channel("incidents").id } }),
  });
  bot = await rig.startBot();
  await rig.quiet();
});
afterEach(() => rig.close());

const channel = () => rig.control.channel("incidents").id;
const messages = () => rig.control.messages(channel(), { replies: true });
const buttonsOf = (message: SeenMessage) => rig.control.elements(message).map(({ text }) => text);
const say = async (typed: string) => {
  const acked = await type(rig, "lead", "general", typed);
  return acked || (toldPrivately(rig, "lead", rig.control.channel("general").id).at(-1) ?? "");
};

async function minutesPass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 5) {
    rig.pass(5);
    await rig.quiet();
  }
}

/** A webhook that takes 1,000 rows an hour and has 4,000 left. */
async function nearlyFull(): Promise<void> {
  for (const count of [44_000, 45_000, 46_000]) {
    await say(`meter webhook:leads ${count}`);
    await minutesPass(60);
  }
}

describe("Meters", () => {
  test("show balances that looks read, and what a person told of a webhook", async () => {
    expect(await say("meters")).toMatch(/Credits.*41,200 left \(Clay's API/s);
    expect(await say("meters")).toContain("nobody has told yet");
    expect(await say("meter webhook:leads 43,180")).toContain(
      "43,180 of 50,000 used (a person who read it in Clay",
    );
    expect(await say("meter leads 1.234")).toContain("can mean");
    expect(await say("meter webhook:laeds 5")).toContain("There are: ");
    expect(await say("meter webhook:leads")).toContain("How many?");
    expect(await say("monitor")).not.toContain('Nothing watches the limit of Webhook "leads"');
  });

  test("warn once, across a restart, with the checklist and P4; and the checklist opens outside an incident", async () => {
    await nearlyFull();
    const [told, ...others] = messages();
    expect(others).toEqual([]);
    expect(told!.text).toMatch(/Webhook.* is full in about \d/);
    expect(buttonsOf(told!)).toEqual([
      "Declare P4",
      "Open the rotate checklist",
      "Run triage",
      "Mute 1 h",
      "Not ours",
    ]);
    await bot.stop();
    await rig.startBot();
    await minutesPass(10);
    expect(messages()).toHaveLength(1);
    await minutesPass(60);
    expect(messages()).toHaveLength(2);
    expect(messages()[1]!.text).toMatch(/is full in about 1 h/);
    await rig.control.click("lead", told!, "episode.checklist");
    await rig.quiet();
    const texts = messages()
      .map(({ text }) => text)
      .join("\n");
    expect(texts).toContain("Replace the webhook before it is full");
  });

  test("stand in triage", async () => {
    await say("meter webhook:leads 43180");
    await type(rig, "lead", "general", "triage");
    await rig.quiet();
    const texts = textsIn(rig, rig.control.channel("general").id).join("\n");
    expect(texts).toContain("43,180 of 50,000 used");
    expect(texts).toContain("41,200 left");
  });
});
