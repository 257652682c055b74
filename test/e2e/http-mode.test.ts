import { connect } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { createLogger } from "../../src/log.ts";
import { signatureHeaders } from "../../src/playground/slack/delivery/http.ts";
import { loadRunbook } from "../../src/runbook/load.ts";
import { startBot } from "../../src/wiring/bot.ts";
import { declare, isTriageDone, nameOf, notified, textsIn, type } from "../support/acts.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let bot: BotProcess;
beforeAll(async () => {
  rig = await openRig({ http: true });
  bot = await rig.startBot();
});
afterAll(() => rig.close());

const address = (path: string) => `http://127.0.0.1:${bot.port}${path}`;

/** Posts a body to the bot as Slack would, signed with this secret at this moment. */
function postSigned(
  { type, body }: { type: string; body: string },
  secret = rig.slack.signingSecret,
  signedAt = Math.floor(Date.now() / 1000),
): Promise<Response> {
  return fetch(address("/slack/events"), {
    method: "POST",
    headers: { "content-type": type, ...signatureHeaders(secret, body, signedAt) },
    body,
  });
}

const asForm = (fields: { [name: string]: string }) => ({
  type: "application/x-www-form-urlencoded",
  body: new URLSearchParams(fields).toString(),
});

/** Posts a slash command. */
function postCommand(secret: string, signedAt?: number): Promise<Response> {
  const { id } = rig.control.channel("general");
  const fields = { command: "/clay-incident", text: "triage", channel_id: id, trigger_id: "1.2.3" };
  const person = { user_id: rig.control.user("lead").id, team_id: "T0LOCAL0001" };
  return postSigned(asForm({ ...fields, ...person }), secret, signedAt);
}

test("Slack's challenge for the request URL is answered", async () => {
  expect(await rig.control.verifyRequestUrl(address("/slack/events"))).toBe(true);
});

test("it listens at the configured address alone", async () => {
  await expect(fetch(`http://127.0.0.2:${bot.port}/livez`)).rejects.toThrow("fetch failed");
});

test("triage and declaring work as over a socket", async () => {
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() => textsIn(rig, "general").find((text) => isTriageDone(text)));
  const channel = await declare(rig, { title: "Routing stands still" });
  await notified(rig, "incidents", nameOf(channel), "Routing stands still");
  rig.control.mention("lead", channel.id, "lead");
  await rig.eventually(() => textsIn(rig, channel.id).some((text) => text.includes("leads INC-")));
});

test.each([
  ["with another secret", () => postCommand("another-secret")],
  [
    "long ago, as in a replay",
    () => postCommand(rig.slack.signingSecret, Math.floor(Date.now() / 1000) - 600),
  ],
])("a request signed %s is refused and does nothing", async (_how, post) => {
  const before = rig.control.messages("general").length;
  expect((await post()).status).toBe(401);
  expect(rig.control.messages("general")).toHaveLength(before);
});

const asInteraction = (payload: unknown) => asForm({ payload: JSON.stringify(payload) });
const asEvent = (event: unknown) => ({
  type: "application/json",
  body: JSON.stringify({ type: "event_callback", event }),
});

test.each([
  ["a command by nobody", asForm({ command: "/clay-incident", text: "triage" })],
  ["a button of no action", asInteraction({ type: "block_actions", actions: [], user: { id: "U1" } })],
  ["a form without a view", asInteraction({ type: "view_submission", user: { id: "U1" } })],
  ["a shortcut without a message", asInteraction({ type: "message_action", user: { id: "U1" } })],
  ["a mention without words", asEvent({ type: "app_mention", channel: "C1" })],
  ["an event in the channel 7", asEvent({ type: "message", channel: 7 })],
  ["an event with an item that is none", asEvent({ type: "reaction_added", item: null })],
  ["an event of another shape, known to its handler alone", asEvent({ type: "channel_archive" })],
])("%s is acked, logged, and trips over nothing", async (_what, sent) => {
  const before = bot.log.length;
  expect((await postSigned(sent)).status).toBe(200);
  const told = () => bot.log.slice(before).filter(({ problem }) => problem);
  // The log comes through a pipe, after the answer.
  await expect.poll(() => told().length, { timeout: 15_000 }).toBe(1);
  expect(bot.log.slice(before).filter(({ err }) => err)).toEqual([]);
});

test("health says that it is ready, without sockets", async () => {
  expect((await fetch(address("/livez"))).status).toBe(200);
  const ready = await fetch(address("/readyz"));
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ok: true, missing: [], notes: [], sockets: [] },
  ]);
});

test("it listens on the configured address alone", async () => {
  await expect(fetch(`http://[::1]:${bot.port}/livez`)).rejects.toThrow();
});

test("somebody who never ends a request does not keep it from stopping", async () => {
  const other = await openRig({ http: true });
  onTestFinished(() => other.close());
  const runbook = loadRunbook();
  if ("problems" in runbook) throw new Error("the built-in runbook is not fit for use");
  const log = createLogger({ level: "silent" });
  const { port, stop } = await startBot(configSchema.parse(other.config), runbook, { log });
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  // With the answer to the first request it is known that the second, which never ends, is being read.
  const answered = new Promise((resolve) => socket.once("data", resolve));
  socket.write(
    "GET /livez HTTP/1.1\r\nhost: x\r\n\r\nPOST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n",
  );
  await answered;
  await stop(100);
});
