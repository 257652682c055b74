import { expect, onTestFinished, test } from "vitest";
import type { FaultKind } from "../../src/playground/slack/faults.ts";
import { declare, textsIn } from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

/** A bot that invites the on-call group, which Slack does not tell it. */
async function openRigWith(trouble: FaultKind, times: number) {
  const rig = await openRig({
    config: ({ slack }) => ({ incident: { invite_usergroup: slack.control.userGroups()[0]!.id } }),
  });
  onTestFinished(() => rig.close());
  await rig.startBot();
  rig.control.fault({ ...trouble, method: "usergroups.users.list", times });
  return rig;
}

const told = (rig: Rig) => textsIn(rig, rig.control.directChannel("lead"));

test("who is on call is invited a moment later where Slack does not tell them at once", async () => {
  const rig = await openRigWith({ kind: "status", status: 503 }, 4);
  const { id } = await declare(rig, { title: "Nobody comes" });
  await rig.eventually(() => rig.control.channel(id).members.includes(rig.control.user("on-call").id));
  expect(told(rig)).toEqual([]);
});

test("a group that was deleted is named to the lead in one line; the incident goes on", async () => {
  const rig = await openRigWith({ kind: "error", error: "no_such_subteam" }, 20);
  await declare(rig, { title: "Nobody is called" });
  const direct = await rig.eventually(() => told(rig)[0]);
  expect(direct.split("\n").slice(1)).toEqual([
    "• Inviting the on-call group: there is no such user group any more (Slack: no_such_subteam)",
  ]);
});
