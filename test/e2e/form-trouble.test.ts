import type { ModalView } from "@slack/types";
import { expect, onTestFinished, test } from "vitest";
import type { FaultKind } from "../../src/playground/slack/faults.ts";
import { declare, openForm, sendForm, type } from "../support/acts.ts";
import { openClockRig } from "../support/clock-rig.ts";
import { clientOf } from "../support/slack.ts";

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

test("with nothing of Clay configured and no look-up answered, every form of an incident opens and works", async () => {
  const rig = await openClockRig({
    config: {
      clay: { webhooks: [], hosts: [], keys: [], callbacks: [] },
      incident: { invite_usergroup: "S0GONE" },
    },
  });
  onTestFinished(() => rig.close());
  const bot = await rig.startBot();
  // Nobody unknown may act; who was seen once is known while Slack is away.
  await type(rig, "lead", "general", "list");
  for (const method of ["users.info", "usergroups.users.list", "chat.getPermalink", "conversations.info"])
    rig.control.fault({ method, kind: "rate-limited", retryAfterSeconds: 600, times: 1000 });
  await type(rig, "lead", "general", "declare P2 Nothing is set up");
  await sendForm(rig, "lead", {});
  const { id } = await rig.eventually(() =>
    rig.control
      .channels("lead")
      .find(({ topic, members }) => topic.includes("Nothing is set up") && members.length > 1),
  );
  for (const verb of ["update", "severity", "edit", "note", "resolve"]) {
    expect(await type(rig, "lead", id, verb)).toBe("");
    expect(openForm(rig, "lead").blocks.length).toBeGreaterThan(0);
    if (verb !== "resolve") await rig.control.closeModal("lead", true);
  }
  await sendForm(rig, "lead", { resolution: "It came back" });
  await rig.eventually(() => rig.control.channel(id).topic.includes("Resolved"));
  expect(bot.log.filter(({ level }) => level === "error")).toEqual([]);
});

test.each([
  ["carries what an older version carried", { private_metadata: '{"stream":"INC-1"}' }],
  ["carries what was never JSON", { private_metadata: "INC-1" }],
  ["is one only another version knows", { callback_id: "of_another_version" }],
])("a form that %s stays open with what was typed, and says why", async (_what, changed) => {
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  await rig.startBot();
  const channel = await declare(rig, { title: "Before the upgrade" });
  await type(rig, "lead", channel.id, "note");
  const { id, blocks } = openForm(rig, "lead");
  const view = { type: "modal", callback_id: "note", title: { type: "plain_text", text: "Note" }, blocks };
  const submit = { type: "plain_text", text: "Save" };
  const shown = { ...view, submit, ...changed } as unknown as ModalView;
  await clientOf(rig.slack).views.update({ view_id: id, view: shown });
  const { ackBody } = await sendForm(rig, "lead", { text: "Typed for ten minutes" });
  expect(ackBody).toMatchObject({
    response_action: "errors",
    errors: { text: expect.stringContaining("Nothing was changed. Copy what you typed") },
  });
  expect(openForm(rig, "lead").id).toBe(id);
});
