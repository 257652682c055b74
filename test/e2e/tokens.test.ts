import { afterAll, beforeAll, expect, test } from "vitest";
import {
  declare,
  nameOf,
  notified,
  openForm,
  press,
  recordOf,
  sendForm,
  textsIn,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let bot: BotProcess;
beforeAll(async () => {
  rig = await openRig();
  bot = await rig.startBot();
});
afterAll(() => rig.close());

const open = () => rig.control.connections().filter(({ state }) => state === "open");
const health = async (path: "/livez" | "/readyz") => {
  const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`);
  return { status: answer.status, ...((await answer.json()) as { missing: string[] }) };
};
const errors = () => bot.log.filter(({ level }) => level === "error" || level === "fatal");
const patienceMs = 40_000;
const notShown = "Slack does not let me show it until whoever runs me renews my token";

test("a token refused at a reconnect ends nothing: it tries until Slack takes it again", async () => {
  const refused = rig.control.fault({
    method: "apps.connections.open",
    kind: "error",
    error: "invalid_auth",
    times: 6,
  });
  rig.control.cut();
  await rig.eventually(() => refused.met() === 6, patienceMs);
  await expect.poll(() => health("/readyz"), { timeout: patienceMs }).toMatchObject({ status: 200 });
  expect(open().length).toBeGreaterThan(0);
  expect(await type(rig, "lead", "general", "list")).toContain("Open incidents");
  const told = errors().filter(({ msg }) => msg.includes("app token"));
  expect(told).toHaveLength(1);
  expect(told[0]!.msg).toContain(
    "Slack refuses the app token (invalid_auth). Create a token with connections:write",
  );
}, 90_000);

test("a single spurious refusal changes nothing but a moment", async () => {
  const channel = await declare(rig, { title: "Spurious" });
  const before = errors().length;
  rig.control.fault({ method: "chat.update", kind: "error", error: "account_inactive" });
  await type(rig, "lead", channel.id, "severity P1");
  await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
  expect(errors()).toHaveLength(before);
  expect(await health("/readyz")).toMatchObject({ status: 200 });
});

test("a revoked token: all is saved, people and health are told, and it recovers by itself", async () => {
  const channel = await declare(rig, { title: "Revoked", severity: "P3" });
  const before = errors().length;
  const refusal = rig.control.revokeToken();
  await expect
    .poll(() => health("/readyz"), { timeout: patienceMs })
    .toMatchObject({
      status: 503,
      missing: ["Slack refuses the bot token: token_revoked"],
    });
  expect(await health("/livez")).toMatchObject({ status: 200 });
  expect(await type(rig, "lead", channel.id, "severity P1")).toContain(notShown);
  expect(await type(rig, "lead", channel.id, "note Kept")).toContain(notShown);
  await press(rig, "lead", channel, "lead");
  await rig.eventually(() => toldPrivately(rig, "lead", channel.id).some((text) => text.includes(notShown)));
  const form = await type(rig, "lead", channel.id, "update");
  expect(form).toContain("Slack does not let me do that until whoever runs me renews my token");
  expect(form).not.toContain("fault of mine");
  const kinds = (await recordOf(rig, nameOf(channel))).map(({ type: kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["severity.changed", "note.added", "lead.changed"]));
  const told = errors().slice(before);
  expect(told).toHaveLength(1);
  expect(told[0]!.msg).toContain("Slack refuses the bot token (token_revoked). Install the app");

  refusal.release();
  await rig.eventually(() => textsIn(rig, channel.id).some((text) => text.includes("is now P1")), patienceMs);
  expect(await health("/readyz")).toMatchObject({ status: 200 });
  expect(bot.log.some(({ msg }) => msg === "Slack takes the bot token again")).toBe(true);
  expect(await type(rig, "lead", channel.id, "note Shown")).not.toContain(notShown);
}, 90_000);

test("a form that was open says in the form that it is saved", async () => {
  const channel = await declare(rig, { title: "Form open" });
  await type(rig, "lead", channel.id, "update");
  openForm(rig, "lead");
  const refusal = rig.control.revokeToken();
  await expect.poll(() => health("/readyz"), { timeout: patienceMs }).toMatchObject({ status: 503 });
  await sendForm(rig, "lead", { text: "Into the form" });
  expect(JSON.stringify(rig.control.modals("lead"))).toContain(notShown);
  refusal.release();
  await rig.eventually(
    () => textsIn(rig, channel.id).some((text) => text.includes("Into the form")),
    patienceMs,
  );
}, 90_000);
