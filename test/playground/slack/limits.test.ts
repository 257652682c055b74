import { afterEach, beforeEach, expect, test } from "vitest";
import { createMovableClock } from "../../../src/playground/slack/clock.ts";
import { openLocalSlack } from "../../../src/playground/slack/local-slack.ts";
import { manifestProblems } from "../../../src/playground/slack/manifest.ts";
import { createLimiter, tiers } from "../../../src/playground/slack/rate.ts";
import { openTestSlack, post, type TestSlack } from "../../support/slack.ts";
import { fullManifest } from "../../support/slack-manifest.ts";

let slack: TestSlack;
let channel: string;
beforeEach(async () => {
  slack = await openTestSlack();
  channel = slack.control.channel("#incidents").id;
});
afterEach(() => slack.close());

const send = (text: string, to = channel) => post(slack, "chat.postMessage", { channel: to, text });

test("a tier allows so many calls a minute, then says how long to wait", async () => {
  const clock = createMovableClock();
  const limiter = createLimiter(clock);
  const turns = Array.from({ length: 21 }, () => limiter.take("pins.add", tiers[2]));
  expect(turns.filter((wait) => wait === 0)).toHaveLength(20);
  expect(turns.at(-1)).toBe(3);
  await clock.advance(3000);
  expect(limiter.take("pins.add", tiers[2])).toBe(0);
  expect(limiter.take("pins.add", tiers[2])).toBe(3);
  expect(limiter.take("pins.remove", tiers[2])).toBe(0);
});

test("more than a short burst of messages to one channel is refused with 429 and Retry-After", async () => {
  for (const text of ["1", "2", "3", "4"]) expect((await send(text)).status).toBe(200);
  const refused = await send("5");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await refused.json()).toEqual({ ok: false, error: "ratelimited" });
  expect((await send("elsewhere", slack.control.channel("#general").id)).status).toBe(200);
  await slack.clock.advance(1000);
  expect((await send("5")).status).toBe(200);
  expect(slack.control.messages("#incidents").map(({ text }) => text)).toEqual(["1", "2", "3", "4", "5"]);
});

test("the limits can be turned off", async () => {
  slack.control.set({ rateLimits: false });
  for (let count = 0; count < 30; count += 1) expect((await send(`${count}`)).status).toBe(200);
});

test("a 429 on demand meets the next calls of a method, in a channel if one is named, and no others", async () => {
  const general = slack.control.channel("#general").id;
  const fault = slack.control.fault({
    kind: "rate-limited",
    method: "chat.postMessage",
    channel: "#incidents",
    times: 2,
    retryAfterSeconds: 7,
  });
  expect((await send("x", general)).status).toBe(200);
  expect((await send("x")).headers.get("retry-after")).toBe("7");
  expect((await send("x")).status).toBe(429);
  expect((await send("x")).status).toBe(200);
  expect(fault.met()).toBe(2);
  expect(slack.control.calls("chat.postMessage").map(({ fault }) => fault)).toEqual([
    undefined,
    "rate-limited",
    "rate-limited",
    undefined,
  ]);
});

test("a 5xx or an error name on demand does nothing else", async () => {
  slack.control.fault({ kind: "status", status: 503, method: "chat.postMessage" });
  slack.control.fault({ kind: "error", error: "fatal_error", method: "chat.postMessage" });
  expect((await send("x")).status).toBe(503);
  expect(await (await send("x")).json()).toEqual({ ok: false, error: "fatal_error" });
  expect(slack.control.messages("#incidents")).toEqual([]);
});

test("an answer can be lost after the effect, or the request before it", async () => {
  slack.control.fault({ kind: "lost-answer", method: "chat.postMessage" });
  await expect(send("done")).rejects.toThrow();
  slack.control.fault({ kind: "lost-request", method: "chat.postMessage" });
  await expect(send("not done")).rejects.toThrow();
  expect(slack.control.messages("#incidents")).toMatchObject([{ text: "done" }]);
});

test("a slow answer comes after the clock has moved; the effect is there at once", async () => {
  slack.control.fault({ kind: "slow", delayMs: 5000, method: "chat.postMessage" });
  const answer = send("slow");
  await slack.control.until(() => slack.control.messages("#incidents").length === 1);
  await slack.clock.advance(5000);
  expect(await (await answer).json()).toMatchObject({ ok: true });
});

test("a held call waits for its release and then goes on", async () => {
  const fault = slack.control.fault({ kind: "held", method: "chat.postMessage" });
  const answer = send("held");
  await slack.control.waitFor(({ type }) => type === "fault.met");
  expect(slack.control.messages("#incidents")).toEqual([]);
  fault.release();
  expect(await (await answer).json()).toMatchObject({ ok: true });
});

test("a manifest Slack would refuse is refused, every problem named", async () => {
  const manifest = structuredClone(fullManifest);
  manifest.oauth_config = { scopes: { bot: ["chat:write"] } };
  manifest.settings!.event_subscriptions!.bot_events = ["message.channels", "message.everywhere"];
  manifest.features!.slash_commands![0]!.command = "/Try this";
  expect(manifestProblems(manifest)).toEqual([
    "event message.channels needs the scope channels:history",
    "unknown event message.everywhere",
    "slash command /Try this must be lower case, without spaces, 2 to 32 characters",
    "slash commands and shortcuts need the scope commands",
  ]);
  await expect(openLocalSlack({ manifest })).rejects.toThrow("Slack would refuse this manifest");
});

test("without Socket Mode every request URL must be given", () => {
  const manifest = structuredClone(fullManifest);
  manifest.settings!.socket_mode_enabled = false;
  expect(manifestProblems(manifest)).toEqual([
    "slash command /try needs a url without Socket Mode",
    "event_subscriptions needs a request_url without Socket Mode",
    "interactivity needs a request_url without Socket Mode",
  ]);
});
