import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type IncidentChannel,
  incidentTitled,
  nameOf,
  openForm,
  sendForm,
  textsIn,
  type,
  wordsOf,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

const title = "A customer's data went astray";
let rig: Rig;
let channel: IncidentChannel;
beforeAll(async () => {
  rig = await openRig({ config: { incident: {} } });
  await rig.startBot();
  await type(rig, "lead", "general", "declare");
  await sendForm(rig, "lead", { title, severity: "P1", options: ["private"] });
  channel = await incidentTitled(rig, title);
});
afterAll(() => rig.close());

test("its channel is private, with only the declarer in it", () => {
  expect(channel.kind).toBe("private");
  expect(channel.members.toSorted()).toEqual([rig.slack.botUserId, rig.control.user("lead").id].toSorted());
});

test("nothing of it shows anywhere else", async () => {
  const everywhere = ["general", "incidents", "clay-alerts"]
    .flatMap((place) => textsIn(rig, place))
    .join("\n");
  expect(everywhere).not.toContain("astray");
  expect(everywhere).not.toContain(nameOf(channel));
});

test("for others it does not exist: in lists, by name, in pickers, in forms", async () => {
  expect(await type(rig, "lead", "general", "list")).toContain("astray");
  for (const typed of [
    "list",
    "list all",
    `show ${nameOf(channel)}`,
    `timeline ${nameOf(channel)}`,
    "severity P4",
  ])
    expect(await type(rig, "responder", "general", typed), typed).not.toContain("astray");
  expect(await type(rig, "responder", "general", `show ${nameOf(channel)}`)).toContain("There is no INC-1.");
  await type(rig, "responder", "general", `declare P1 ${title}`);
  expect(wordsOf(openForm(rig, "responder").blocks)).not.toContain(nameOf(channel));
  rig.control.closeModal("responder");
});

test("whoever is made lead is let in, and sees it from then on", async () => {
  await type(rig, "lead", channel.id, "lead @gtm-manager");
  const manager = rig.control.user("gtm-manager").id;
  await rig.eventually(() => rig.control.channel(channel.id).members.includes(manager));
  expect(await type(rig, "gtm-manager", "general", "list")).toContain("astray");
});
