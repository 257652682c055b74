import type { Slack } from "../slack.ts";
import { emitEvent } from "./events.ts";
import type { Block, Channel, Ephemeral, Fields, Message } from "./types.ts";

/** What a new message says. Its ts and author's fields are added. */
type Content = { text: string; blocks?: Block[]; attachments?: Fields[] } & Fields;

/** The fields that mark a message as the app's. */
export function appAuthor({ app, workspace, manifest }: Slack): Fields {
  return {
    user: app.botUserId,
    bot_id: app.botId,
    app_id: app.appId,
    team: workspace.teamId,
    bot_profile: {
      id: app.botId,
      app_id: app.appId,
      user_id: app.botUserId,
      name: manifest.features?.bot_user?.display_name ?? manifest.display_information.name,
      icons: {},
      deleted: false,
      updated: 0,
      team_id: workspace.teamId,
    },
  };
}

/** The message with this ts in the channel, if it is there. */
export function findMessage(channel: Channel, ts: string): Message | undefined {
  return channel.messages.find((message) => message.ts === ts);
}

/** The replies to a message, oldest first. */
export function repliesTo(channel: Channel, ts: string): Message[] {
  return channel.messages.filter((message) => message.thread_ts === ts && message.ts !== ts);
}

/** What of a message the thread it starts adds to it. */
function threadFields(channel: Channel, message: Message): Fields {
  const replies = message.thread_ts && message.thread_ts !== message.ts ? [] : repliesTo(channel, message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.flatMap(({ user }) => user ?? []))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
  };
}

/** The message as the Web API shows it. Metadata is left out unless asked for. */
export function showMessage(channel: Channel, message: Message, withMetadata: boolean): Fields {
  const { metadata, reactions, ...rest } = message;
  const shown: Fields = { ...rest, ...threadFields(channel, message) };
  if (metadata && withMetadata) shown.metadata = metadata;
  if (reactions?.length)
    shown.reactions = reactions.map((entry) => ({ ...entry, count: entry.users.length }));
  if (channel.pins.some(({ ts }) => ts === message.ts)) shown.pinned_to = [channel.id];
  return structuredClone(shown);
}

/** The value of `channel_type` in message events. */
const channelTypes = { public: "channel", private: "group", im: "im", mpim: "mpim" };

function emitMessageEvent(slack: Slack, channel: Channel, fields: Fields): void {
  const event = { type: "message", channel: channel.id, channel_type: channelTypes[channel.kind], ...fields };
  emitEvent(slack, event, channel);
}

function emitMention(slack: Slack, channel: Channel, message: Message): void {
  if (channel.kind === "im" || message.subtype || message.bot_id) return;
  if (!message.text.includes(`<@${slack.app.botUserId}>`)) return;
  const { type: _type, ...fields } = message;
  emitEvent(slack, { ...fields, type: "app_mention", channel: channel.id, event_ts: message.ts }, channel);
}

/** Posts a message and tells the app. */
export function postMessage(slack: Slack, channel: Channel, content: Content, author: Fields): Message {
  const message = { type: "message", ts: slack.ids.ts(), ...author, ...content } as Message;
  channel.messages.push(message);
  slack.stream.publish("message.posted", { channel: channel.id, message: structuredClone(message) });
  emitMessageEvent(slack, channel, { ...structuredClone(message), event_ts: message.ts });
  emitMention(slack, channel, message);
  return message;
}

/** Posts what Slack itself notes in a channel: joins, topics, archiving. */
export function postNotice(
  slack: Slack,
  channel: Channel,
  subtype: string,
  user: string,
  text: string,
  more: Fields = {},
): void {
  postMessage(slack, channel, { subtype, text, ...more }, { user });
}

/** Changes a message in place and tells the app. A field set to undefined is removed. */
export function changeMessage(slack: Slack, channel: Channel, message: Message, fields: Fields): void {
  const previous = showMessage(channel, message, true);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) delete message[name];
    else message[name] = value;
  }
  slack.stream.publish("message.changed", {
    channel: channel.id,
    message: structuredClone(message),
    previous,
  });
  const ts = slack.ids.ts();
  emitMessageEvent(slack, channel, {
    subtype: "message_changed",
    hidden: true,
    ts,
    event_ts: ts,
    message: showMessage(channel, message, true),
    previous_message: previous,
  });
}

/** Takes a message away and tells the app. One with replies leaves a tombstone. */
export function removeMessage(slack: Slack, channel: Channel, message: Message): void {
  if (repliesTo(channel, message.ts).length > 0) {
    const { ts, thread_ts, user, type } = message;
    for (const name of Object.keys(message)) delete message[name];
    Object.assign(message, {
      type,
      ts,
      thread_ts,
      user,
      subtype: "tombstone",
      hidden: true,
      text: "This message was deleted.",
    });
    slack.stream.publish("message.changed", { channel: channel.id, message: structuredClone(message) });
    const changedAt = slack.ids.ts();
    emitMessageEvent(slack, channel, {
      subtype: "message_changed",
      hidden: true,
      ts: changedAt,
      event_ts: changedAt,
      message: structuredClone(message),
    });
    return;
  }
  const previous = showMessage(channel, message, true);
  channel.messages.splice(channel.messages.indexOf(message), 1);
  channel.pins = channel.pins.filter(({ ts }) => ts !== message.ts);
  slack.stream.publish("message.deleted", { channel: channel.id, ts: message.ts, previous });
  const ts = slack.ids.ts();
  emitMessageEvent(slack, channel, {
    subtype: "message_deleted",
    hidden: true,
    ts,
    event_ts: ts,
    deleted_ts: message.ts,
    previous_message: previous,
  });
}

/** Shows one person a message that is in no history. */
export function postEphemeral(slack: Slack, channel: Channel, content: Content, userId: string): Ephemeral {
  const message = {
    type: "message",
    ts: slack.ids.ts(),
    ...appAuthor(slack),
    ...content,
    is_ephemeral: true,
    ephemeralFor: userId,
  } as Ephemeral;
  channel.ephemerals.push(message);
  slack.stream.publish("ephemeral.posted", {
    channel: channel.id,
    user: userId,
    message: structuredClone(message),
  });
  return message;
}
