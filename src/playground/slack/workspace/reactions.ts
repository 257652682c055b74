import { fail } from "../api-error.ts";
import type { Slack } from "../slack.ts";
import { emitEvent } from "./events.ts";
import type { Channel, Message } from "./types.ts";

function tell(
  slack: Slack,
  type: string,
  channel: Channel,
  message: Message,
  name: string,
  userId: string,
): void {
  slack.stream.publish("reaction.changed", { channel: channel.id, ts: message.ts, name, user: userId });
  const item = { type: "message", channel: channel.id, ts: message.ts };
  emitEvent(slack, { type, user: userId, reaction: name, item, item_user: message.user }, channel);
}

/** Adds someone's reaction and tells the app. False when it was there already. */
export function react(
  slack: Slack,
  channel: Channel,
  message: Message,
  name: string,
  userId: string,
): boolean {
  if (!/^[\p{L}\p{N}_+'-]+(::skin-tone-\d)?$/u.test(name)) fail("invalid_name");
  message.reactions ??= [];
  let reaction = message.reactions.find((entry) => entry.name === name);
  if (reaction?.users.includes(userId)) return false;
  if (!reaction) {
    reaction = { name, users: [] };
    message.reactions.push(reaction);
  }
  reaction.users.push(userId);
  tell(slack, "reaction_added", channel, message, name, userId);
  return true;
}

/** Takes someone's reaction away and tells the app. False when it was not there. */
export function unreact(
  slack: Slack,
  channel: Channel,
  message: Message,
  name: string,
  userId: string,
): boolean {
  const reaction = message.reactions?.find((entry) => entry.name === name);
  if (!reaction?.users.includes(userId)) return false;
  reaction.users = reaction.users.filter((id) => id !== userId);
  message.reactions = message.reactions?.filter(({ users }) => users.length > 0) ?? [];
  tell(slack, "reaction_removed", channel, message, name, userId);
  return true;
}
