import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestSlack, refusalOf, type TestSlack } from "../../../support/slack.ts";

let slack: TestSlack;
let channel: string;
beforeEach(async () => {
  slack = await openTestSlack();
  channel = slack.control.channel("#incidents").id;
});
afterEach(() => slack.close());

const section = (text: string) => ({ type: "section" as const, text: { type: "mrkdwn" as const, text } });
const say = async (text: string, more: object = {}) =>
  (await slack.client.chat.postMessage({ channel, text, ...more })).ts!;
const last = () => slack.control.messages("#incidents").at(-1)!;

test("text that is not markup is escaped, and missing ids are filled in", async () => {
  await say("a & b < c <@U1> <https://clay.com?a=1&b=2|Clay>", { blocks: [section("x")] });
  expect(last().text).toBe("a &amp; b &lt; c <@U1> <https://clay.com?a=1&amp;b=2|Clay>");
  expect(last().blocks).toMatchObject([{ block_id: expect.any(String), text: { verbatim: false } }]);
});

test("a message needs a channel the bot is in, that exists, and that is not archived", async () => {
  const elsewhere = slack.control.createChannel("elsewhere");
  const secret = slack.control.createChannel("secret", { kind: "private" });
  const fails = (target: string) => refusalOf(slack.client.chat.postMessage({ channel: target, text: "x" }));
  expect(await fails(elsewhere)).toMatchObject({ error: "not_in_channel" });
  expect(await fails(secret)).toMatchObject({ error: "channel_not_found" });
  expect(await fails("C404")).toMatchObject({ error: "channel_not_found" });
  slack.control.archive("#incidents");
  expect(await fails(channel)).toMatchObject({ error: "is_archived" });
});

test("chat:write.public lets the bot post in public channels without joining", async () => {
  slack.control.set({ scopes: ["chat:write", "chat:write.public"] });
  slack.control.createChannel("elsewhere");
  await slack.client.chat.postMessage({ channel: "#elsewhere", text: "Hello" });
  expect(slack.control.messages("#elsewhere")).toMatchObject([{ text: "Hello" }]);
});

test("a message to a user goes to the direct conversation with them", async () => {
  const first = await slack.client.chat.postMessage({
    channel: slack.control.user("lead").id,
    text: "Hello",
  });
  expect(first.channel).toMatch(/^D/);
  expect(slack.control.messages("@lead", { as: "lead" })).toMatchObject([{ text: "Hello" }]);
});

test("a message says something, of bounded length", async () => {
  const fails = (message: object) =>
    refusalOf(slack.client.apiCall("chat.postMessage", { channel, ...message }));
  expect(await fails({})).toMatchObject({ error: "no_text" });
  expect(await fails({ text: "", blocks: [] })).toMatchObject({ error: "no_text" });
  expect(await fails({ markdown_text: "x", text: "y" })).toMatchObject({ error: "markdown_text_conflict" });
  expect(await fails({ text: "x", blocks: "[{" })).toMatchObject({ error: "invalid_blocks_format" });
  await say("x".repeat(50_000));
  expect(last().text).toHaveLength(40_000);
});

test("blocks Slack would refuse are refused with a pointer to each", async () => {
  const blocks = [section("x".repeat(3001)), { type: "header", text: { type: "mrkdwn", text: "x" } }];
  const refusal = await refusalOf(slack.client.apiCall("chat.postMessage", { channel, text: "x", blocks }));
  expect(refusal).toMatchObject({
    error: "invalid_blocks",
    response_metadata: {
      messages: [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/1/text/type]",
      ],
    },
  });
});

test("an update with text alone removes the blocks; with blocks it replaces them", async () => {
  const ts = await say("one", { blocks: [section("one")] });
  await slack.client.chat.update({ channel, ts, text: "two", blocks: [section("two")] });
  expect(last()).toMatchObject({ text: "two", blocks: [{ text: { text: "two" } }] });
  await slack.client.chat.update({ channel, ts, text: "three" });
  expect(last()).toMatchObject({ text: "three", blocks: [] });
});

test("a message counts as edited only when it has no blocks", async () => {
  const ts = await say("one", { blocks: [section("one")] });
  await slack.client.chat.update({ channel, ts, text: "two", blocks: [section("two")] });
  expect(last().raw).not.toHaveProperty("edited");
  await slack.client.chat.update({ channel, ts, text: "three" });
  expect(last().raw).toMatchObject({ edited: { user: slack.botUserId } });
});

test("metadata stays through updates that do not mention it, and shows only when asked for", async () => {
  const metadata = { event_type: "incident", event_payload: { key: "INC-1/headline" } };
  const ts = await say("one", { metadata });
  await slack.client.chat.update({ channel, ts, text: "two" });
  const read = async (all: boolean) =>
    (await slack.client.conversations.history({ channel, include_all_metadata: all })).messages![0]!;
  expect(await read(true)).toMatchObject({ text: "two", metadata });
  expect(await read(false)).not.toHaveProperty("metadata");
  await slack.client.apiCall("chat.update", { channel, ts, text: "three", metadata: {} });
  expect(await read(true)).not.toHaveProperty("metadata");
  expect(
    await refusalOf(
      slack.client.apiCall("chat.postMessage", { channel, text: "x", metadata: { event_type: "x" } }),
    ),
  ).toMatchObject({
    error: "invalid_metadata_format",
  });
});

test("only the bot's own messages can be updated or deleted, and only while the channel lives", async () => {
  const own = await say("mine");
  const { ts: theirs } = slack.control.say("lead", "#incidents", "theirs");
  const update = (ts: string, text = "x") => refusalOf(slack.client.chat.update({ channel, ts, text }));
  expect(await update(theirs)).toMatchObject({ error: "cant_update_message" });
  expect(await update("1.000000")).toMatchObject({ error: "message_not_found" });
  expect(await update(own, "x".repeat(4001))).toMatchObject({ error: "msg_too_long" });
  expect(await refusalOf(slack.client.chat.delete({ channel, ts: theirs }))).toMatchObject({
    error: "cant_delete_message",
  });
  slack.control.archive("#incidents");
  expect(await update(own)).toMatchObject({ error: "is_inactive" });
});

test("a deleted message is gone; one with replies leaves a tombstone", async () => {
  const alone = await say("alone");
  const parent = await say("parent");
  await say("reply", { thread_ts: parent });
  await slack.client.chat.delete({ channel, ts: alone });
  await slack.client.chat.delete({ channel, ts: parent });
  expect(slack.control.messages("#incidents").map(({ text }) => text)).toEqual(["This message was deleted."]);
  expect(await refusalOf(slack.client.chat.delete({ channel, ts: alone }))).toMatchObject({
    error: "message_not_found",
  });
});

test("replies stay out of the channel's history, and count on their parent", async () => {
  const parent = await say("parent");
  const reply = await say("reply", { thread_ts: parent });
  await say("a reply to the reply", { thread_ts: reply });
  await say("shown to all", { thread_ts: parent, reply_broadcast: true });
  const history = (await slack.client.conversations.history({ channel })).messages!;
  expect(history.map(({ text }) => text)).toEqual(["shown to all", "parent"]);
  expect(history[1]).toMatchObject({ reply_count: 3, thread_ts: parent });
  const { messages } = await slack.client.conversations.replies({ channel, ts: parent });
  expect(messages!.map(({ text }) => text)).toEqual([
    "parent",
    "reply",
    "a reply to the reply",
    "shown to all",
  ]);
  expect(
    await refusalOf(slack.client.chat.postMessage({ channel, text: "x", thread_ts: "1.000000" })),
  ).toMatchObject({
    error: "thread_not_found",
  });
});

test("history keeps to its bounds, and does not include them unless asked", async () => {
  const [first, second, third] = [await say("1"), await say("2"), await say("3")];
  const texts = async (args: object) =>
    (await slack.client.conversations.history({ channel, ...args })).messages!.map(({ text }) => text);
  expect(await texts({ oldest: first, latest: third })).toEqual(["2"]);
  expect(await texts({ oldest: second, inclusive: true })).toEqual(["3", "2"]);
  expect(await texts({ limit: 1 })).toEqual(["3"]);
});

test("what is shown is the blocks, a line each, or the text where there are none", async () => {
  const button = {
    type: "button" as const,
    action_id: "go",
    text: { type: "plain_text" as const, text: "Go" },
  };
  await say("INC-1 is open", { blocks: [section("*INC-1*"), { type: "actions", elements: [button] }] });
  expect(last().shown).toBe("*INC-1*\n[Go]");
  await say("plain");
  expect(last().shown).toBe("plain");
});

test("an ephemeral message is seen by its person alone and is in no history", async () => {
  const user = slack.control.user("lead").id;
  const { message_ts } = await slack.client.chat.postEphemeral({ channel, user, text: "Only you" });
  expect(slack.control.messages("#incidents", { as: "lead" })).toMatchObject([
    { text: "Only you", ephemeral: true },
  ]);
  expect(slack.control.messages("#incidents", { as: "responder" })).toEqual([]);
  expect((await slack.client.conversations.history({ channel })).messages).toEqual([]);
  expect(await refusalOf(slack.client.chat.update({ channel, ts: message_ts!, text: "x" }))).toMatchObject({
    error: "message_not_found",
  });
  const outsider = slack.control.user("guest").id;
  expect(
    await refusalOf(slack.client.chat.postEphemeral({ channel, user: outsider, text: "x" })),
  ).toMatchObject({
    error: "user_not_in_channel",
  });
});

test("a message is pinned once, and a deleted one is pinned no more", async () => {
  const ts = await say("pin me");
  await slack.client.pins.add({ channel, timestamp: ts });
  expect(await refusalOf(slack.client.pins.add({ channel, timestamp: ts }))).toMatchObject({
    error: "already_pinned",
  });
  expect((await slack.client.pins.list({ channel })).items).toMatchObject([
    { message: { text: "pin me", pinned_to: [channel] } },
  ]);
  await slack.client.chat.delete({ channel, ts });
  expect(slack.control.channel("#incidents").pins).toEqual([]);
  expect(await refusalOf(slack.client.pins.remove({ channel, timestamp: ts }))).toMatchObject({
    error: "no_pin",
  });
});

test("the bot reacts once", async () => {
  const timestamp = await say("react");
  await slack.client.reactions.add({ channel, timestamp, name: "eyes" });
  expect(await refusalOf(slack.client.reactions.add({ channel, timestamp, name: "eyes" }))).toMatchObject({
    error: "already_reacted",
  });
  expect(await slack.client.reactions.get({ channel, timestamp })).toMatchObject({
    message: { reactions: [{ name: "eyes", count: 1, users: [slack.botUserId] }] },
  });
  await slack.client.reactions.remove({ channel, timestamp, name: "eyes" });
  expect(await refusalOf(slack.client.reactions.remove({ channel, timestamp, name: "eyes" }))).toMatchObject({
    error: "no_reaction",
  });
});

test("a permalink names the message, and the thread it is in", async () => {
  const parent = await say("parent");
  const reply = await say("reply", { thread_ts: parent });
  const link = async (ts: string) =>
    (await slack.client.chat.getPermalink({ channel, message_ts: ts })).permalink!;
  expect(await link(parent)).toBe(`${slack.url}/archives/${channel}/p${parent.replace(".", "")}`);
  expect(await link(reply)).toContain(`?thread_ts=${parent}&cid=${channel}`);
});
