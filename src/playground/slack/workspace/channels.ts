import type { Slack } from "../slack.ts";
import { emitEvent } from "./events.ts";
import { appAuthor, postNotice } from "./messages.ts";
import type { Channel, Fields } from "./types.ts";
import type { NewChannel } from "./workspace.ts";

function teamOf(slack: Slack, userId: string): string {
  return slack.workspace.users.get(userId)?.teamId ?? slack.workspace.teamId;
}

function publishChannel(slack: Slack, channel: Channel): void {
  slack.stream.publish("channel.changed", {
    channel: channel.id,
    name: channel.name,
    archived: channel.archived,
  });
}

/** "channel_x" for public channels, "group_x" for private ones: Slack's two names for one event. */
function lifeEvent(channel: Channel, what: string): string {
  return `${channel.kind === "private" ? "group" : "channel"}_${what}`;
}

/** Who posts a notice: the app has more fields than a person. */
function noticeAuthor(slack: Slack, userId: string): Fields {
  return userId === slack.app.botUserId ? appAuthor(slack) : {};
}

/** Creates a channel and tells the app. */
export function createChannel(slack: Slack, fields: NewChannel & { creator: string }): Channel {
  const channel = slack.workspace.addChannel({
    ...fields,
    members: [fields.creator, ...(fields.members ?? [])],
  });
  slack.stream.publish("channel.created", { channel: channel.id, name: channel.name, kind: channel.kind });
  if (channel.kind === "public") {
    const { id, name, created, creator } = channel;
    emitEvent(slack, { type: "channel_created", channel: { id, name, created, creator } });
  }
  return channel;
}

/** Makes someone a member, notes it in the channel, and tells the app. */
export function joinChannel(slack: Slack, channel: Channel, userId: string, inviter?: string): void {
  channel.members.add(userId);
  slack.stream.publish("member.joined", { channel: channel.id, user: userId, inviter });
  if (channel.kind === "im" || channel.kind === "mpim") return;
  const subtype = channel.kind === "private" ? "group_join" : "channel_join";
  postNotice(
    slack,
    channel,
    subtype,
    userId,
    `<@${userId}> has joined the channel`,
    inviter ? { inviter } : {},
  );
  emitEvent(
    slack,
    {
      type: "member_joined_channel",
      user: userId,
      channel: channel.id,
      channel_type: channel.kind === "private" ? "G" : "C",
      team: teamOf(slack, userId),
      ...(inviter ? { inviter } : {}),
    },
    channel,
  );
}

/** Ends someone's membership and tells the app. */
export function leaveChannel(slack: Slack, channel: Channel, userId: string): void {
  emitEvent(
    slack,
    {
      type: "member_left_channel",
      user: userId,
      channel: channel.id,
      channel_type: channel.kind === "private" ? "G" : "C",
      team: teamOf(slack, userId),
    },
    channel,
  );
  channel.members.delete(userId);
  slack.stream.publish("member.left", { channel: channel.id, user: userId });
  if (userId === slack.app.botUserId) {
    emitEvent(slack, { type: lifeEvent(channel, "left"), channel: channel.id, actor_id: userId }, channel);
  }
}

/** Sets the topic or the purpose, notes it in the channel, and tells the app through that notice. */
export function describeChannel(
  slack: Slack,
  channel: Channel,
  part: "topic" | "purpose",
  value: string,
  userId: string,
): void {
  channel[part] = { value, creator: userId, last_set: Math.floor(slack.clock.now() / 1000) };
  publishChannel(slack, channel);
  const text = part === "topic" ? `set the channel topic: ${value}` : `set the channel description: ${value}`;
  postNotice(slack, channel, `channel_${part}`, userId, text, {
    [part]: value,
    ...noticeAuthor(slack, userId),
  });
}

/** Renames a channel, notes it, and tells the app. */
export function renameChannel(slack: Slack, channel: Channel, name: string, userId: string): void {
  const previous = channel.name;
  channel.name = name;
  publishChannel(slack, channel);
  postNotice(
    slack,
    channel,
    "channel_name",
    userId,
    `has renamed the channel from "${previous}" to "${name}"`,
    {
      old_name: previous,
      name,
    },
  );
  const { id, created } = channel;
  emitEvent(slack, { type: lifeEvent(channel, "rename"), channel: { id, name, created } }, channel);
}

/** Archives a channel and tells the app. A bot is no longer a member of it afterwards. */
export function archiveChannel(slack: Slack, channel: Channel, userId: string): void {
  postNotice(slack, channel, "channel_archive", userId, "archived the channel", noticeAuthor(slack, userId));
  channel.archived = true;
  emitEvent(
    slack,
    { type: lifeEvent(channel, "archive"), channel: channel.id, user: userId, is_moved: 0 },
    channel,
  );
  // Slack ejects bots from archived channels, which is why a bot cannot unarchive one.
  channel.members.delete(slack.app.botUserId);
  publishChannel(slack, channel);
}

/** Brings an archived channel back, as a person does it, and tells the app. */
export function unarchiveChannel(slack: Slack, channel: Channel, userId: string): void {
  channel.archived = false;
  channel.members.add(userId);
  publishChannel(slack, channel);
  postNotice(slack, channel, "channel_unarchive", userId, "un-archived the channel");
  emitEvent(slack, { type: lifeEvent(channel, "unarchive"), channel: channel.id, user: userId }, channel);
}

/** Deletes a channel with all that is in it, as an owner does it, and tells the app. */
export function deleteChannel(slack: Slack, channel: Channel, userId: string): void {
  slack.workspace.channels.delete(channel.id);
  slack.stream.publish("channel.deleted", { channel: channel.id });
  emitEvent(slack, { type: lifeEvent(channel, "deleted"), channel: channel.id, actor_id: userId }, channel);
}
