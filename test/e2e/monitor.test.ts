import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import { declare, sendForm, type } from "../support/acts.ts";
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
    expect(buttonsOf(told!)).toEqual(["Declare P2", "Run triage", "Mute 1 h", "Not ours"]);
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

describe("An episode's buttons", () => {
  async function broken(): Promise<SeenMessage> {
    outage();
    await minutesPass(4);
    return messages()[0]!;
  }
  const click = (message: SeenMessage, action: string) => rig.control.click("lead", message, action);

  test("declaring carries the evidence and the true start: detected by alert, with a time to detect", async () => {
    const told = await broken();
    await click(told, "episode.declare");
    await rig.eventually(() => rig.control.modals("lead").length);
    await sendForm(rig, "lead", {});
    await rig.quiet();
    const [declared] = await rig.withStore((store) => store.load("INC-1"));
    const event = declared!.event as unknown as { beganAt: string; detectedAt: string; evidence: object };
    expect(event).toMatchObject({ type: "incident.declared", detection: "alert", severity: "P2" });
    expect(event.evidence).toMatchObject({ diagnosis: { side: "callback" } });
    expect(event.beganAt < event.detectedAt).toBe(true);
    const after = await rig.eventually(() =>
      messages().find(({ text }) => text.includes("INC-1 declared by")),
    );
    expect(buttonsOf(after)).toEqual(["Run triage", "Mute 1 h"]);
    const figures = await type(rig, "lead", rig.control.channel("incidents").id, "stats");
    expect(figures).toContain("Time to detect");
  });

  test("“Not ours” is said with who it was, and nothing more is asked", async () => {
    await click(await broken(), "episode.not_ours");
    const after = await rig.eventually(() => messages().find(({ text }) => text.includes("Not ours, says")));
    expect(buttonsOf(after)).toEqual([]);
  });

  test("“Mute 1 h” says until when; what breaks while muted is told when the mute ends, if it still is", async () => {
    await click(await broken(), "episode.mute");
    await rig.eventually(() => messages().find(({ text }) => text.includes("muted by")));
    over();
    await minutesPass(8);
    expect(messages()[0]!.text).toContain("Over.");
  });
});

describe("Mutes", () => {
  const incidents = () => rig.control.channel("incidents").id;

  test("what is muted is looked at and not told; what is still broken when it ends is", async () => {
    await minutesPass(1);
    expect(await type(rig, "lead", incidents(), "mute callback:default 20m deploying")).toContain(
      "muted until",
    );
    outage();
    await minutesPass(10);
    expect(messages()).toEqual([]);
    await minutesPass(11);
    expect(messages()).toHaveLength(1);
  });

  test("what broke and was over within the mute is told nowhere, and unmute tells at once", async () => {
    await minutesPass(1);
    await type(rig, "lead", incidents(), "mute all 2h");
    outage();
    await minutesPass(5);
    over();
    await minutesPass(8);
    expect(messages()).toEqual([]);
    rig.clay.control.set("me", { answer: "unauthorized" });
    await minutesPass(5);
    expect(messages()).toEqual([]);
    expect(await type(rig, "lead", incidents(), "unmute")).toContain("Unmuted");
    await rig.eventually(() => messages().length === 1);
  });

  test("without a target it asks which; one that is not known is named", async () => {
    await minutesPass(1);
    expect(await type(rig, "lead", incidents(), "mute 2h deploying")).toContain("What shall be muted?");
    expect(await type(rig, "lead", incidents(), "mute calback 2h")).toContain("I do not look at");
    expect(await type(rig, "lead", incidents(), "mute callback:default")).toContain("Say for how long");
    expect(await type(rig, "lead", incidents(), "unmute")).toContain("Nothing is muted");
    expect(await type(rig, "lead", incidents(), "monitor")).toContain("fine, looked at");
  });
});

describe("Clay's status page", () => {
  const page = (...updates: { status: string; body: string; at: string }[]) => {
    const { status } = updates.at(-1)!;
    rig.clay.control.setStatus({
      indicator: status === "resolved" ? "none" : "major",
      incidents: [{ name: "Webhooks delayed", impact: "major", status, updates }],
    });
  };

  test("is followed into the open incident, a line for each update, and asks to resolve when it is resolved", async () => {
    const channel = await declare(rig, { title: "Leads stand still" });
    await rig.quiet();
    const said = () => rig.control.messages(channel.id).map(({ text }) => text);
    rig.clock.moveMinutes(1);
    const first = { status: "investigating", body: "We are looking into it.", at: rig.clock.now() };
    page(first);
    await minutesPass(12);
    const lines = () => said().filter((text) => text.includes("Clay's status page"));
    expect(
      lines()
        .join("\n")
        .match(/investigating\. We are looking into it\./g),
    ).toHaveLength(1);
    page(first, { status: "resolved", body: "", at: rig.clock.now() });
    await minutesPass(6);
    const asked = rig.control
      .messages(channel.id)
      .find(({ text }) => text.includes("Run triage, then resolve?"));
    expect(buttonsOf(asked!)).toEqual(["Run triage", "Resolve"]);
  });
});

describe("A drill", () => {
  /** Says in an update what was done. */
  async function mend(channel: string): Promise<void> {
    await type(rig, "lead", channel, "update");
    await rig.eventually(() => rig.control.modals("lead").length);
    await sendForm(rig, "lead", { action: "Brought it back", text: "It is back" });
  }

  test("is monitored in its own channel only, and what mends it ends the episode", async () => {
    await type(rig, "lead", rig.control.channel("incidents").id, "drill callback down");
    const channel = await rig.eventually(() =>
      rig.control.channels().find(({ name }) => name.includes("callback-down")),
    );
    await minutesPass(5);
    const own = () =>
      rig.control.messages(channel.id).filter(({ text }) => text.includes("DRILL · Your callback"));
    expect(own()).toHaveLength(1);
    expect(messages().filter(({ text }) => text.includes("3 of 3 checks"))).toEqual([]);
    await mend(channel.id);
    await minutesPass(9);
    expect(own()[0]!.text).toContain("Over.");
  });
});

test("while Slack's network is gone as well, it is our own and nothing is said of Clay", async () => {
  const own = await openClockRig({
    config: ({ slack }) => ({
      monitor: { channel: slack.control.channel("incidents").id, neutral_hosts: ["http://127.0.0.1:9/"] },
    }),
  });
  onTestFinished(() => own.close());
  await own.startBot();
  await own.quiet();
  await own.clay.control.setListening(false);
  for (let minute = 0; minute < 30; minute++) {
    own.pass(1);
    await own.quiet();
  }
  expect(own.control.messages(own.control.channel("incidents").id)).toEqual([]);
});

test("what breaks together is one message", async () => {
  await rig.clay.control.play("clay errors");
  await minutesPass(5);
  expect(messages()).toHaveLength(1);
  expect(messages()[0]!.text).toContain("An outage at Clay. What fails:");
});
