import { describe, expect, onTestFinished, test, vi } from "vitest";
import { declare, nameOf, notified, textsIn, type } from "../support/acts.ts";
import { openRig, type Stage } from "../support/bot.ts";
import { openClockRig } from "../support/clock-rig.ts";
import { doubledMessages } from "../support/kill-compare.ts";

// Whole processes, start after start.
vi.setConfig({ testTimeout: 90_000 });

const said = (rig: Stage, channel: string, words: string) =>
  rig.eventually(() => textsIn(rig, channel).find((text) => text.includes(words)));

describe.each([
  ["set back by an hour", [-60]],
  ["a day ahead, then put right", [24 * 60, -24 * 60]],
])("A clock %s", (_name, jumps) => {
  test("mutes nothing, before and after a restart", async () => {
    const rig = await openClockRig();
    onTestFinished(() => rig.close());
    const bot = await rig.startBot();
    const channel = await declare(rig, { title: "Jump", severity: "P3" });
    await rig.quiet();
    for (const [i, minutes] of jumps.entries()) {
      rig.clock.set(minutes);
      await type(rig, "lead", channel.id, `severity P1 Jump ${i}`);
      await said(rig, channel.id, `Jump ${i}`);
      await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
      await type(rig, "lead", channel.id, `severity P2 Again ${i}`);
      await said(rig, channel.id, `Again ${i}`);
      await rig.eventually(() => rig.control.channel(channel.id).topic.includes("P2"));
    }
    expect(bot.log.filter(({ msg }) => msg.includes("clock was set"))).toHaveLength(jumps.length);
    await bot.stop();
    rig.clock.set(-90);
    await rig.startBot();
    await type(rig, "lead", channel.id, "severity P4 After the restart");
    await said(rig, channel.id, "After the restart");
    await type(rig, "lead", "general", "triage");
    await rig.eventually(() => textsIn(rig, "general").find((text) => text.startsWith("Clay triage")));
    expect(doubledMessages(rig)).toEqual([]);
  });
});

test("a clock set back lets no promise wait longer than it was to", async () => {
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  await rig.startBot();
  const channel = await declare(rig, { title: "Promise", severity: "P1" });
  await rig.quiet();
  rig.clock.set(-60);
  await type(rig, "lead", channel.id, "note Still at it");
  const overdue = () => textsIn(rig, channel.id).filter((text) => text.includes("is overdue")).length;
  rig.pass(1);
  await rig.quiet();
  expect(overdue()).toBe(0);
  rig.pass(31);
  await rig.eventually(() => overdue() > 0);
});

test("a message whose answer was lost is found again, whatever the clock said when it was sent", async () => {
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  await rig.startBot();
  const channel = await declare(rig, { title: "Found" });
  await rig.quiet();
  rig.clock.set(24 * 60);
  const lost = rig.control.fault({ method: "chat.postMessage", kind: "lost-answer", channel: channel.id });
  await type(rig, "lead", channel.id, "severity P1 Once only");
  await rig.eventually(() => lost.met() > 0);
  rig.clock.set(-24 * 60);
  await said(rig, channel.id, "Once only");
  await rig.quiet();
  expect(textsIn(rig, channel.id).filter((text) => text.includes("Once only"))).toHaveLength(1);
  expect(doubledMessages(rig)).toEqual([]);
});

test("the real process, its clock set back amid an incident, shows on and says so once", async () => {
  const setBack = `
    const Real = Date; let by = 0;
    globalThis.Date = class extends Real {
      constructor(...given) { given.length ? super(...given) : super(Real.now() - by); }
      static now() { return Real.now() - by; }
    };
    process.on("SIGUSR2", () => { by += 3_600_000; });`;
  const options = ["--import", `data:text/javascript,${encodeURIComponent(setBack)}`];
  const rig = await openRig({ command: [...options, "src/main.ts"] });
  onTestFinished(() => rig.close());
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "Real", severity: "P3" });
  process.kill(bot.pid, "SIGUSR2");
  await type(rig, "lead", channel.id, "severity P1 Shown");
  await said(rig, channel.id, "Shown");
  await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
  expect(bot.log.filter(({ msg }) => msg.includes("clock was set back by 3600 s"))).toHaveLength(1);
  const ready = await (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).json();
  expect(ready).toMatchObject({ ok: true, notes: [expect.stringContaining("set back by 3600 s")] });
  const metrics = await (await fetch(`http://127.0.0.1:${bot.port}/metrics`)).text();
  expect(metrics).toContain("\nclay_incident_clock_jumps 1");
});
