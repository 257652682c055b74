import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
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

const messages = () => rig.control.messages(rig.control.channel("incidents").id, { replies: true });
const buttonsOf = (message: SeenMessage) => rig.control.elements(message).map(({ text }) => text);

/** Lets time go by minute by minute, each with the looks that fall due in it. */
async function minutesPass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    rig.pass(1);
    await rig.quiet();
  }
}

const outage = () => rig.clay.control.set("callback", { answer: "server_error" });
const over = () => rig.clay.control.set("callback", { answer: "ok" });

describe("Monitoring", () => {
  test("tells once what broke, and edits the same message when it is over", async () => {
    await minutesPass(2);
    expect(messages()).toEqual([]);
    outage();
    await minutesPass(4);
    const [told, ...others] = messages();
    expect(others).toEqual([]);
    expect(told!.text).toContain("Callback");
    expect(told!.text).toContain("3 of 3 checks");
    expect(told!.text).toContain("On whose side: your own callback.");
    expect(told!.text).toMatch(/Not an outage: .* are fine\./);
    expect(buttonsOf(told!)).toEqual(["Run triage"]);
    over();
    await minutesPass(8);
    const [closed, ...more] = messages();
    expect(more).toEqual([]);
    expect(closed!.ts).toBe(told!.ts);
    expect(closed!.text).toMatch(/Over\. It lasted \d min/);
    expect(buttonsOf(closed!)).toEqual([]);
  });

  test("sends no row and spends nothing", async () => {
    const before = rig.clay.control.state();
    await minutesPass(10);
    const after = rig.clay.control.state();
    expect(after.webhooks).toEqual(before.webhooks);
    expect(after.seen.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("a restart tells nothing twice, and what ended meanwhile is told as over", async () => {
    outage();
    await minutesPass(4);
    await bot.stop();
    await rig.startBot();
    await minutesPass(4);
    expect(messages()).toHaveLength(1);
    over();
    await minutesPass(8);
    expect(messages()).toHaveLength(1);
    expect(messages()[0]!.text).toContain("Over.");
  });

  test("says when it was not watching, and never takes that for well", async () => {
    outage();
    await minutesPass(4);
    await bot.stop();
    rig.clock.moveMinutes(120);
    await rig.startBot();
    await minutesPass(2);
    expect(messages()).toHaveLength(1);
    expect(messages()[0]!.text).toMatch(/I was not watching .* to /);
  });
});
