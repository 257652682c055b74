import { fail, failArguments } from "../../api-error.ts";
import { emitEvent } from "../../workspace/events.ts";
import { findMessage, showMessage } from "../../workspace/messages.ts";
import { react, unreact } from "../../workspace/reactions.ts";
import type { Bookmark, Channel, Fields, Message } from "../../workspace/types.ts";
import { type Call, type Methods, needChannel, needMembership } from "../method.ts";

function needItem({ args }: Call, channel: Channel): Message {
  const ts = args.text("timestamp") ?? fail("no_item_specified");
  if (!/^\d+\.\d+$/.test(ts)) fail("bad_timestamp");
  return findMessage(channel, ts) ?? fail("message_not_found");
}

function addPin(call: Call): Fields {
  const { slack } = call;
  const channel = needMembership(call);
  const message = needItem(call, channel);
  if (channel.pins.some(({ ts }) => ts === message.ts)) fail("already_pinned");
  if (channel.pins.length >= 100) fail("too_many_pins");
  const created = Math.floor(slack.clock.now() / 1000);
  channel.pins.push({ ts: message.ts, created, created_by: slack.app.botUserId });
  slack.stream.publish("pin.added", { channel: channel.id, ts: message.ts });
  const item = {
    type: "message",
    channel: channel.id,
    message: showMessage(channel, message, false),
    created,
  };
  emitEvent(slack, { type: "pin_added", user: slack.app.botUserId, channel_id: channel.id, item }, channel);
  return {};
}

function removePin(call: Call): Fields {
  const channel = needMembership(call);
  const ts = call.args.text("timestamp") ?? fail("no_item_specified");
  if (!channel.pins.some((pin) => pin.ts === ts)) fail("no_pin");
  channel.pins = channel.pins.filter((pin) => pin.ts !== ts);
  call.slack.stream.publish("pin.removed", { channel: channel.id, ts });
  return {};
}

function listPins(call: Call): Fields {
  const channel = needChannel(call);
  const items = channel.pins.map(({ ts, created, created_by }) => ({
    type: "message",
    channel: channel.id,
    message: showMessage(channel, findMessage(channel, ts)!, false),
    created,
    created_by,
  }));
  return { items };
}

function checkLink(link: string): void {
  if (!/^https?:\/\//.test(link)) fail("invalid_link");
}

function checkEmoji(emoji: string): void {
  if (emoji && !/^:[^:\s]+:$/.test(emoji)) fail("invalid_emoji");
}

function addBookmark(call: Call): Fields {
  const { slack, args } = call;
  const channel = needMembership(call, "channel_id");
  const title = args.need("title");
  if (args.need("type") !== "link") fail("invalid_bookmark_type");
  const link = args.need("link");
  checkLink(link);
  checkEmoji(args.text("emoji") ?? "");
  if (channel.bookmarks.length >= 100) fail("too_many_bookmarks");
  const now = Math.floor(slack.clock.now() / 1000);
  const bookmark: Bookmark = {
    id: slack.ids.next("Bk"),
    channel_id: channel.id,
    title,
    link,
    emoji: args.text("emoji") ?? "",
    type: "link",
    date_created: now,
    date_updated: 0,
  };
  channel.bookmarks.push(bookmark);
  slack.stream.publish("bookmark.changed", { channel: channel.id, bookmark: bookmark.id });
  return { bookmark: { ...bookmark } };
}

function needBookmark(call: Call, channel: Channel): Bookmark {
  const id = call.args.need("bookmark_id");
  return channel.bookmarks.find((bookmark) => bookmark.id === id) ?? fail("not_found");
}

function editBookmark(call: Call): Fields {
  const { slack, args } = call;
  const channel = needMembership(call, "channel_id");
  const bookmark = needBookmark(call, channel);
  if (!args.has("title") && !args.has("link") && !args.has("emoji")) failArguments("nothing to change");
  if (args.has("link")) checkLink(args.need("link"));
  checkEmoji(args.text("emoji") ?? "");
  Object.assign(bookmark, {
    title: args.text("title") ?? bookmark.title,
    link: args.text("link") ?? bookmark.link,
    emoji: args.text("emoji") ?? bookmark.emoji,
    date_updated: Math.floor(slack.clock.now() / 1000),
  });
  slack.stream.publish("bookmark.changed", { channel: channel.id, bookmark: bookmark.id });
  return { bookmark: { ...bookmark } };
}

function removeBookmark(call: Call): Fields {
  const channel = needMembership(call, "channel_id");
  const bookmark = needBookmark(call, channel);
  channel.bookmarks = channel.bookmarks.filter((entry) => entry !== bookmark);
  call.slack.stream.publish("bookmark.changed", { channel: channel.id, bookmark: bookmark.id });
  return {};
}

function listBookmarks(call: Call): Fields {
  return { bookmarks: needMembership(call, "channel_id").bookmarks.map((bookmark) => ({ ...bookmark })) };
}

function addReaction(call: Call): Fields {
  const { slack, args } = call;
  const channel = needMembership(call);
  if (channel.archived) fail("is_archived");
  const message = needItem(call, channel);
  if (!react(slack, channel, message, args.need("name"), slack.app.botUserId)) fail("already_reacted");
  return {};
}

function removeReaction(call: Call): Fields {
  const { slack, args } = call;
  const channel = needMembership(call);
  const message = needItem(call, channel);
  if (!unreact(slack, channel, message, args.need("name"), slack.app.botUserId)) fail("no_reaction");
  return {};
}

function getReactions(call: Call): Fields {
  const channel = needMembership(call);
  const message = showMessage(channel, needItem(call, channel), false);
  return { type: "message", channel: channel.id, message };
}

/** pins.*, bookmarks.* and reactions.*: what hangs on a channel and its messages. */
export const channelItemMethods: Methods = {
  "pins.add": { tier: 2, scopes: ["pins:write"], handle: addPin },
  "pins.remove": { tier: 2, scopes: ["pins:write"], handle: removePin },
  "pins.list": { tier: 2, scopes: ["pins:read"], handle: listPins },
  "bookmarks.add": { tier: 2, scopes: ["bookmarks:write"], handle: addBookmark },
  "bookmarks.edit": { tier: 2, scopes: ["bookmarks:write"], handle: editBookmark },
  "bookmarks.remove": { tier: 2, scopes: ["bookmarks:write"], handle: removeBookmark },
  "bookmarks.list": { tier: 3, scopes: ["bookmarks:read"], handle: listBookmarks },
  "reactions.add": { tier: 3, scopes: ["reactions:write"], handle: addReaction },
  "reactions.remove": { tier: 2, scopes: ["reactions:write"], handle: removeReaction },
  "reactions.get": { tier: 3, scopes: ["reactions:read"], handle: getReactions },
};
