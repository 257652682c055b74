import { expect, onTestFinished, test } from "vitest";
import type { FaultKind } from "../../src/playground/slack/faults.ts";
import { declare, nameOf, recordOf, textsIn, toldPrivately, type } from "../support/acts.ts";
import { openRig } from "../support/bot.ts";
import { doubledMessages } from "../support/kill-compare.ts";

const unclear: FaultKind[] = [
  { kind: "page" },
  { kind: "empty" },
  { kind: "cut-answer" },
  { kind: "stalled-answer" },
  { kind: "error", error: "<html>One moment" },
  { kind: "rate-limited", retryAfterSeconds: 1, retryAfter: "date" },
];

test("what is no answer of Slack is not taken for one: at the start, for a form, and while it works", async () => {
  const rig = await openRig();
  onTestFinished(() => rig.close());
  for (const kind of unclear.slice(0, 3)) rig.control.fault({ ...kind, method: "auth.test" });
  rig.control.fault({ kind: "page", method: "apps.connections.open" });
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "In between" });
  for (const [i, kind] of unclear.entries()) {
    const posts = rig.control.fault({ ...kind, method: "chat.postMessage", channel: channel.id });
    const edits = rig.control.fault({ ...kind, method: "chat.update", channel: channel.id });
    await type(rig, "lead", channel.id, `severity P${1 + (i % 2)} Change ${i}.`);
    await rig.eventually(() => posts.met() > 0 && edits.met() > 0, 30_000);
    await rig.eventually(
      () => textsIn(rig, channel.id).some((text) => text.includes(`Change ${i}.`)),
      30_000,
    );
  }
  rig.control.fault({ kind: "page", method: "views.open" });
  const asked = await type(rig, "lead", channel.id, "update");
  expect(asked).toContain("Slack did not open the form");
  expect(asked).not.toContain("fault of mine");

  for (const [i] of unclear.entries())
    expect(textsIn(rig, channel.id).filter((text) => text.includes(`Change ${i}.`))).toHaveLength(1);
  expect(doubledMessages(rig)).toEqual([]);
  const kinds = (await recordOf(rig, nameOf(channel))).map(({ type: kind }) => kind);
  expect(kinds).not.toContain("delivery.degraded");
  expect(toldPrivately(rig, "lead", channel.id).join()).not.toContain("<");
  expect(bot.log.filter(({ level }) => level === "error" || level === "fatal")).toEqual([]);
}, 120_000);
