import { fail } from "../api-error.ts";
import { perChannel } from "../rate.ts";
import {
  appAuthor,
  changeMessage,
  findMessage,
  postEphemeral,
  postMessage,
  removeMessage,
  showMessage,
} from "../workspace/messages.ts";
import type { Channel, Fields, Message } from "../workspace/types.ts";
import { openDirect } from "./conversations/open-direct.ts";
import { contentArguments, metadataArgument, textLimits } from "./message-args.ts";
import { type Call, channelByAnyName, type Methods, needChannel } from "./method.ts";

function postTarget(call: Call): Channel {
  const { slack, args } = call;
  const name = args.text("channel") ?? "";
  if (name === "") return fail("channel_not_found");
  const user = slack.workspace.users.get(name);
  if (user?.deactivated) return fail("channel_not_found");
  const channel = user ? openDirect(slack, [user.id]) : channelByAnyName(call, name);
  if (channel.archived) fail("is_archived");
  if (channel.members.has(slack.app.botUserId)) return channel;
  if (!slack.settings.scopes.includes("chat:write.public")) fail("not_in_channel");
  return channel;
}

/** The thread a reply belongs to: that of its parent, when it was told to answer a reply. */
function threadOf(channel: Channel, ts: string | undefined): string | undefined {
  if (!ts) return undefined;
  const message = findMessage(channel, ts);
  if (!message) return fail("thread_not_found");
  return message.thread_ts ?? message.ts;
}

function ownName({ slack, args }: Call): Fields {
  const username = args.text("username");
  if (!username && !args.has("icon_emoji") && !args.has("icon_url")) return {};
  if (!slack.settings.scopes.includes("chat:write.customize")) {
    fail("missing_scope", { needed: "chat:write.customize", provided: slack.settings.scopes.join(",") });
  }
  return username ? { username } : {};
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}

function post(call: Call): Fields {
  const { slack, args } = call;
  const channel = postTarget(call);
  const { text = "", blocks, attachments } = contentArguments(slack, args);
  const metadata = metadataArgument(args);
  const threadTs = threadOf(channel, args.text("thread_ts"));
  if (slack.settings.rateLimits) {
    const wait = slack.limiter.take(`chat.postMessage ${channel.id}`, perChannel);
    if (wait > 0) fail("ratelimited", { retryAfterSeconds: wait });
  }
  const broadcast = threadTs !== undefined && args.flag("reply_broadcast");
  const content = defined({
    ...ownName(call),
    blocks,
    attachments,
    metadata,
    thread_ts: threadTs,
    subtype: broadcast ? "thread_broadcast" : undefined,
  });
  const message = postMessage(
    slack,
    channel,
    { ...content, text: text.slice(0, textLimits.post) },
    appAuthor(slack),
  );
  return { channel: channel.id, ts: message.ts, message: showMessage(channel, message, true) };
}

function ownMessage({ slack, args }: Call, channel: Channel, otherwise: string): Message {
  const message = findMessage(channel, args.need("ts"));
  if (!message || message.subtype === "tombstone") return fail("message_not_found");
  if (message.bot_id !== slack.app.botId) fail(otherwise);
  return message;
}

/** What an update changes. Text alone removes the blocks; metadata stays unless it is sent. */
function changesOf(call: Call): Fields {
  const { text, blocks, attachments } = contentArguments(call.slack, call.args);
  if ((text?.length ?? 0) > textLimits.update) fail("msg_too_long");
  const metadata = metadataArgument(call.args);
  const changes: Fields = {};
  if (text !== undefined) Object.assign(changes, { text, blocks: undefined });
  if (blocks !== undefined) changes.blocks = blocks.length > 0 ? blocks : undefined;
  if (attachments !== undefined) changes.attachments = attachments.length > 0 ? attachments : undefined;
  if (metadata !== undefined) changes.metadata = metadata ?? undefined;
  return changes;
}

function update(call: Call): Fields {
  const { slack, args } = call;
  const channel = needChannel(call);
  const message = ownMessage(call, channel, "cant_update_message");
  if (channel.archived) fail("is_inactive");
  const changes = changesOf(call);
  const plain = !("blocks" in changes ? changes.blocks : message.blocks) && !message.attachments;
  // Slack marks a message as edited only when it has neither blocks nor attachments.
  const edited = plain ? { user: slack.app.botUserId, ts: slack.ids.ts() } : message.edited;
  changeMessage(slack, channel, message, edited ? { ...changes, edited } : changes);
  return {
    channel: channel.id,
    ts: args.text("ts"),
    text: message.text,
    message: showMessage(channel, message, true),
  };
}

function remove(call: Call): Fields {
  const channel = needChannel(call);
  const message = ownMessage(call, channel, "cant_delete_message");
  if (channel.archived) fail("is_inactive");
  removeMessage(call.slack, channel, message);
  return { channel: channel.id, ts: message.ts };
}

function ephemeral(call: Call): Fields {
  const { slack, args } = call;
  const channel = channelByAnyName(call, args.need("channel"));
  const userId = args.need("user");
  const { text = "", blocks, attachments } = contentArguments(slack, args);
  if (text.length > textLimits.post) fail("msg_too_long");
  if (channel.archived) fail("is_archived");
  if (!channel.members.has(slack.app.botUserId)) fail("not_in_channel");
  if (!channel.members.has(userId)) fail("user_not_in_channel");
  const content = defined({ blocks, attachments, thread_ts: threadOf(channel, args.text("thread_ts")) });
  const { ts } = postEphemeral(slack, channel, { ...content, text }, userId);
  return { message_ts: ts };
}

function permalink(call: Call): Fields {
  const { slack, args } = call;
  const channel = needChannel(call);
  const message = findMessage(channel, args.need("message_ts"));
  if (!message) return fail("message_not_found");
  const thread = message.thread_ts && message.thread_ts !== message.ts;
  const query = thread ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : "";
  const path = `archives/${channel.id}/p${message.ts.replace(".", "")}`;
  return { channel: channel.id, permalink: `${slack.url}/${path}${query}` };
}

/** chat.*: messages, and what only one person sees. */
export const chatMethods: Methods = {
  "chat.postMessage": { tier: "special", scopes: ["chat:write"], handle: post },
  "chat.update": { tier: 3, scopes: ["chat:write"], handle: update },
  "chat.delete": { tier: 3, scopes: ["chat:write"], handle: remove },
  "chat.postEphemeral": { tier: 4, scopes: ["chat:write"], handle: ephemeral },
  "chat.getPermalink": { tier: "special", handle: permalink },
};
