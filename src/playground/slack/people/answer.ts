import { contentOf } from "../api/message-args.ts";
import { ApiError } from "../api-error.ts";
import type { ResponseTarget } from "../response-urls.ts";
import type { Slack } from "../slack.ts";
import {
  appAuthor,
  changeMessage,
  findMessage,
  postEphemeral,
  postMessage,
  removeMessage,
} from "../workspace/messages.ts";
import type { Channel, Fields } from "../workspace/types.ts";

function replaceOriginal(slack: Slack, channel: Channel, target: ResponseTarget, changes: Fields): boolean {
  const { message } = target;
  if (!message) return false;
  if (message.ephemeral) {
    const shown = channel.ephemerals.find(({ ts }) => ts === message.ts);
    if (!shown) return false;
    Object.assign(shown, changes);
    slack.stream.publish("ephemeral.changed", { channel: channel.id, user: target.userId, ts: message.ts });
    return true;
  }
  const original = findMessage(channel, message.ts);
  if (original) changeMessage(slack, channel, original, changes);
  return original !== undefined;
}

function deleteOriginal(slack: Slack, channel: Channel, { message, userId }: ResponseTarget): void {
  if (!message) return;
  if (message.ephemeral) {
    channel.ephemerals = channel.ephemerals.filter(({ ts }) => ts !== message.ts);
    slack.stream.publish("ephemeral.deleted", { channel: channel.id, user: userId, ts: message.ts });
    return;
  }
  const original = findMessage(channel, message.ts);
  if (original) removeMessage(slack, channel, original);
}

/**
 * Shows what the app answered to a gesture, through an ack or a response_url: privately unless it asks for
 * `in_channel`, in place of the original if it asks for that. Throws ApiError where Slack would refuse it.
 */
export function showAnswer(slack: Slack, target: ResponseTarget, body: Fields): void {
  const channel = slack.workspace.channels.get(target.channelId);
  if (!channel) throw new ApiError("channel_not_found");
  if (body.delete_original === true) deleteOriginal(slack, channel, target);
  // delete_original alone only deletes.
  if (body.delete_original === true && Object.keys(body).length === 1) return;
  const { text = "", blocks, attachments } = contentOf(slack, body);
  const shown: Fields = Object.fromEntries(
    Object.entries({ blocks, attachments }).filter(([, value]) => value),
  );
  if (
    body.replace_original === true &&
    replaceOriginal(slack, channel, target, { text, blocks, attachments })
  )
    return;
  if (channel.archived) throw new ApiError("is_archived");
  if (typeof body.thread_ts === "string") shown.thread_ts = body.thread_ts;
  if (body.response_type === "in_channel") postMessage(slack, channel, { ...shown, text }, appAuthor(slack));
  else postEphemeral(slack, channel, { ...shown, text }, target.userId);
}
