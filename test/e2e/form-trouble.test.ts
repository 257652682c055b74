import { expect, onTestFinished, test } from "vitest";
import type { FaultKind } from "../../src/playground/slack/faults.ts";
import { openForm, sendForm, type } from "../support/acts.ts";
import { openClockRig } from "../support/clock-rig.ts";

const troubles: [string, FaultKind][] = [
  ["the connection breaks", { kind: "lost-request" }],
  ["Slack is unavailable", { kind: "status", status: 503 }],
  ["a limit is reached", { kind: "rate-limited", retryAfterSeconds: 5 }],
  ["the trigger died", { kind: "error", error: "expired_trigger_id" }],
];

test.each(troubles)("when %s as a form is to be opened, a button opens it then", async (_what, fault) => {
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  const bot = await rig.startBot();
  rig.control.fault({ ...fault, method: "views.open" });
  expect(await type(rig, "lead", "general", "declare")).toContain("Slack did not open the form.");
  expect(rig.control.modals("lead")).toEqual([]);
  const offered = rig.control.messages("general", { as: "lead" }).findLast(({ ephemeral }) => ephemeral)!;
  await rig.control.click("lead", offered, { text: "Open the form" });
  expect(openForm(rig, "lead").blocks.length).toBeGreaterThan(2);
  await sendForm(rig, "lead", { title: "After all", severity: "P4" });
  await rig.eventually(() => rig.control.channels().find(({ topic }) => topic.includes("After all")));
  expect(bot.log.filter(({ level }) => level === "error")).toEqual([]);
});
