import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  declare,
  nameOf,
  notified,
  openForm,
  press,
  recordOf,
  sendForm,
  textsIn,
  type,
  wordsOf,
} from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { share_seconds: 0 } } });
  await rig.startBot();
});
afterAll(() => rig.close());
beforeEach(() => rig.clay.control.reset());

const mentionOf = (user: string) => `<@${rig.control.user(user).id}>`;
const formSays = (user: string, words: string) =>
  rig.eventually(() => wordsOf(openForm(rig, user).blocks).includes(words));

test("resolving runs triage again beside the form, keeps what is typed meanwhile, and tells everyone", async () => {
  const channel = await declare(rig, { title: "Webhook gone" });
  rig.clay.control.set("me", { delayMs: 700 });
  await press(rig, "responder", channel, "resolve");
  expect(wordsOf(openForm(rig, "responder").blocks)).toContain("Triage is checking whether it works again");
  await rig.control.fill("responder", openForm(rig, "responder").id, {
    "resolution/value": "Webhook made anew, URL changed in the senders",
  });
  await formSays("responder", "*Triage just now:* Nothing wrong was found");
  await sendForm(rig, "responder", { root_cause: "It was deleted by mistake" });
  const announced = await notified(rig, "incidents", nameOf(channel), "Resolved");
  expect(announced.text).toMatch(/^\S.* works again, after .*Webhook made anew, URL changed in the senders/);
  expect(announced.text).toContain("*Cause*  It was deleted by mistake");
  const { text } = await notified(rig, channel.id, nameOf(channel), "Resolved");
  expect(text).toMatch(/resolved after (less than 1 min|\d+ min)/);
  expect(text).toContain("*Resolution*  Webhook made anew, URL changed in the senders");
  expect(text).toContain("*Root cause*  It was deleted by mistake");
  expect(text).toContain("*Prevention*  not known yet");
  expect(text).not.toContain("*Next update*");
  const told = await rig.eventually(() =>
    textsIn(rig, channel.id).find((text) => text.includes("resolved after")),
  );
  expect(told).toBeDefined();
  await rig.eventually(() => rig.control.channel(channel.id).topic.includes("Resolved"));
});

test("while triage still fails, it takes a deliberate “resolve anyway”", async () => {
  const channel = await declare(rig, { title: "Credits used up" });
  await rig.clay.control.play("credits zero");
  await press(rig, "lead", channel, "resolve");
  await formSays("lead", "❌ *Triage just now:*");
  await sendForm(rig, "lead", { resolution: "We wait for the renewal" });
  expect(openForm(rig, "lead").errors.anyway).toContain("Triage still fails: ");
  expect((await recordOf(rig, nameOf(channel))).map(({ type }) => type)).not.toContain("incident.resolved");
  await sendForm(rig, "lead", { anyway: ["anyway"] });
  const closed = ["Closed although triage still failed", `by ${mentionOf("lead")}`];
  await notified(rig, channel.id, nameOf(channel), "Resolved", "We wait for the renewal", ...closed);
  await notified(rig, "incidents", nameOf(channel), "our checks still saw a problem", mentionOf("lead"));
  const told = await rig.eventually(() =>
    textsIn(rig, "incidents").find((text) => text.includes(`closed ${nameOf(channel)}`)),
  );
  expect(told).toContain("our checks still see a problem. ");
  expect(await recordOf(rig, nameOf(channel))).toContainEqual(
    expect.objectContaining({ type: "incident.resolved", despiteFailing: true }),
  );
});

test("a form sent before it could show the tick box comes back with it, and says why", async () => {
  const channel = await declare(rig, { title: "Sent in haste" });
  await rig.clay.control.play("credits zero");
  const lost = rig.control.fault({ method: "views.update", kind: "error", error: "internal_error" });
  await press(rig, "lead", channel, "resolve");
  await rig.eventually(() => lost.met() > 0);
  await sendForm(rig, "lead", { resolution: "Too early" });
  const words = wordsOf(openForm(rig, "lead").blocks);
  expect(words).toContain("*Not resolved.* Triage still fails: ");
  expect(words).toContain("Resolution");
  await sendForm(rig, "lead", { anyway: ["anyway"] });
  await notified(rig, channel.id, nameOf(channel), "Resolved", "Too early");
});

test("a form closed while triage still runs harms nothing", async () => {
  const channel = await declare(rig, { title: "Closed too early" });
  rig.clay.control.set("me", { delayMs: 500 });
  await press(rig, "lead", channel, "resolve");
  await rig.control.closeModal("lead");
  await rig.eventually(() =>
    rig.control.calls("views.update").some(({ answer }) => answer.error === "not_found"),
  );
  await press(rig, "lead", channel, "resolve");
  await sendForm(rig, "lead", { resolution: "It works again" });
  await notified(rig, channel.id, nameOf(channel), "Resolved");
});

test("two who resolve: the second is told who was first, and when", async () => {
  const channel = await declare(rig, { title: "Mended twice" });
  await press(rig, "lead", channel, "resolve");
  await press(rig, "responder", channel, "resolve");
  for (const user of ["lead", "responder"]) await formSays(user, "Triage just now");
  await Promise.all([
    sendForm(rig, "lead", { resolution: "Mended by the lead" }),
    sendForm(rig, "responder", { resolution: "Mended by the responder" }),
  ]);
  await notified(rig, channel.id, nameOf(channel), "Resolved");
  const [late] = ["lead", "responder"].filter((user) => rig.control.modals(user).length > 0);
  const first = late === "lead" ? "responder" : "lead";
  expect(openForm(rig, late!).errors.resolution).toContain(`${nameOf(channel)} was resolved by ${first}`);
  rig.control.closeModal(late!);
  const record = await recordOf(rig, nameOf(channel));
  expect(record.filter(({ type }) => type === "incident.resolved")).toHaveLength(1);
});

test("a resolved incident is reopened with a reason; an old button explains itself", async () => {
  const channel = await declare(rig, { title: "Back again" });
  await press(rig, "lead", channel, "resolve");
  await formSays("lead", "Triage just now");
  await sendForm(rig, "lead", { resolution: "Restarted" });
  const resolved = await notified(rig, channel.id, nameOf(channel), "Resolved");
  expect(rig.control.elements(resolved).map(({ actionId }) => actionId)).not.toContain("verb.update");
  expect(await type(rig, "lead", channel.id, "update")).toContain("was resolved by");
  const [explained] = rig.control
    .messages(channel.id, { as: "lead" })
    .filter(({ ephemeral }) => ephemeral)
    .slice(-1);
  await rig.control.click("lead", explained!, "verb.reopen");
  await sendForm(rig, "lead", { text: "Rows are lost again" });
  const earlier = "*Resolution*  Earlier fix, which did not hold: Restarted";
  await notified(rig, channel.id, nameOf(channel), earlier);
  await notified(rig, "incidents", nameOf(channel), "has had a problem since");
  await rig.eventually(() => textsIn(rig, channel.id).find((text) => text.includes("Rows are lost again")));
  expect(await type(rig, "lead", channel.id, "reopen again")).toContain(
    `${mentionOf("lead")} already reopened`,
  );
  expect(await type(rig, "lead", "general", "list")).toContain("Back again");
});

test("list leaves resolved incidents out, list all shows them with how long they took", async () => {
  const channel = await declare(rig, { title: "Over and done" });
  await press(rig, "lead", channel, "resolve");
  await formSays("lead", "Triage just now");
  await sendForm(rig, "lead", { resolution: "Gone by itself" });
  await notified(rig, channel.id, nameOf(channel), "Resolved");
  expect(await type(rig, "lead", "general", "list")).not.toContain("Over and done");
  const line = (await type(rig, "lead", "general", "list all"))
    .split("\n")
    .find((text) => text.includes("Over and"));
  expect(line).toContain("· resolved ·");
  expect(line).toContain("took ");
  await type(rig, "lead", channel.id, "archive");
  await rig.eventually(() => rig.control.channel(channel.id).archived);
});

test("resolving looks anew, however lately somebody looked", async () => {
  const sharing = await openRig();
  try {
    await sharing.startBot();
    await sharing.clay.control.play("credits zero");
    const channel = await declare(sharing, { title: "Topped up at once" });
    await sharing.eventually(() =>
      textsIn(sharing, channel.id).find((text) => text.includes("no credits left")),
    );
    await sharing.clay.control.reset();
    await press(sharing, "lead", channel, "resolve");
    await sharing.eventually(() => wordsOf(openForm(sharing, "lead").blocks).includes("Triage just now"));
    expect(wordsOf(openForm(sharing, "lead").blocks)).toContain("Nothing wrong was found");
  } finally {
    await sharing.close();
  }
});
