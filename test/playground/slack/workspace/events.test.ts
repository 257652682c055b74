import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestSlack, type TestSlack } from "../../../support/slack.ts";

let slack: TestSlack;
beforeEach(async () => {
  slack = await openTestSlack();
});
afterEach(() => slack.close());

type Event = { type: string; subtype?: string } & Record<string, unknown>;
const events = () => slack.control.envelopes("events_api").map(({ payload }) => payload.event as Event);
const kinds = () => events().map(({ type, subtype }) => (subtype ? `${type}/${subtype}` : type));

test("a mention is both a message and a mention, of the same ts", () => {
  const { ts } = slack.control.mention("lead", "#incidents", "is Clay down?");
  expect(events()).toMatchObject([
    { type: "message", ts, channel_type: "channel", text: `<@${slack.botUserId}> is Clay down?` },
    { type: "app_mention", ts },
  ]);
  expect(events()[1]).not.toHaveProperty("channel_type");
});

test("what people type becomes mentions and links; what they write to the bot directly is a message.im", () => {
  slack.control.say("lead", "#incidents", "@responder see #general & https://clay.com");
  const { id } = slack.control.user("responder");
  expect(events()[0]?.text).toBe(
    `<@${id}> see <#${slack.control.channel("#general").id}|> &amp; <https://clay.com>`,
  );
  slack.control.sayDirectly("lead", "hello");
  expect(events().at(-1)).toMatchObject({ channel_type: "im", text: "hello" });
});

test("edits and deletions carry the message before", () => {
  const ref = slack.control.say("lead", "#incidents", "one");
  slack.control.edit("lead", ref, "two");
  slack.control.deleteMessage(ref);
  expect(events().slice(1)).toMatchObject([
    { subtype: "message_changed", message: { text: "two", edited: {} }, previous_message: { text: "one" } },
    { subtype: "message_deleted", deleted_ts: ref.ts, previous_message: { text: "two" } },
  ]);
});

test("the bot hears of its own messages too", async () => {
  const channel = slack.control.channel("#incidents").id;
  const { ts } = await slack.client.chat.postMessage({ channel, text: "one" });
  await slack.client.chat.update({ channel, ts: ts!, text: "two" });
  expect(events()).toMatchObject([
    { type: "message", bot_id: "B0LOCAL0001", user: slack.botUserId },
    { subtype: "message_changed" },
  ]);
});

test("reactions name their message and its author", () => {
  const ref = slack.control.say("lead", "#incidents", "look");
  slack.control.react("responder", ref, "pushpin");
  slack.control.unreact("responder", ref, "pushpin");
  expect(events().slice(1)).toMatchObject([
    {
      type: "reaction_added",
      reaction: "pushpin",
      item: { type: "message", ...ref },
      item_user: slack.control.user("lead").id,
    },
    { type: "reaction_removed" },
  ]);
});

test("the bot hears nothing from where it is not", () => {
  slack.control.createChannel("elsewhere");
  slack.control.mention("lead", "#elsewhere", "hello?");
  expect(events()).toEqual([]);
  slack.control.join("#elsewhere", "bot");
  slack.control.kick("#elsewhere", "bot");
  slack.control.say("lead", "#elsewhere", "gone?");
  expect(kinds()).toEqual(["message/channel_join", "member_joined_channel", "member_left_channel"]);
});

test("an event the manifest does not ask for, or whose scope was taken away, does not come", () => {
  slack.control.set({ scopes: ["chat:write"] });
  slack.control.say("lead", "#incidents", "hello");
  slack.control.createChannel("new");
  expect(events()).toEqual([]);
});

test("archiving ends the bot's membership, after telling it", () => {
  slack.control.archive("#incidents");
  expect(kinds()).toEqual(["message/channel_archive", "channel_archive"]);
  expect(slack.control.channel("#incidents").members).not.toContain(slack.botUserId);
  slack.control.deleteChannel("#incidents");
  expect(kinds().at(-1)).toBe("channel_deleted");
});

test("opening the home tab tells the app what is there", async () => {
  const user_id = slack.control.user("lead").id;
  slack.control.openHome("lead");
  await slack.client.views.publish({ user_id, view: { type: "home", blocks: [{ type: "divider" }] } });
  slack.control.openHome("lead");
  expect(events()).toMatchObject([
    { type: "app_home_opened", user: user_id, tab: "home" },
    { type: "app_home_opened", view: { type: "home", blocks: [{ type: "divider" }] } },
  ]);
  expect(events()[0]).not.toHaveProperty("view");
});

test("a deactivated user leaves the groups, and the app is told", () => {
  slack.control.deactivateUser("responder");
  expect(events()).toMatchObject([{ type: "user_change", user: { deleted: true } }]);
  expect(slack.control.userGroups()).toMatchObject([{ users: [slack.control.user("on-call").id] }]);
});
