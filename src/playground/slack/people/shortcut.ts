import type { Slack } from "../slack.ts";
import { showMessage } from "../workspace/messages.ts";
import type { Channel, Fields, Message, User } from "../workspace/types.ts";
import { actor, channelLabel, type Interaction, interactionOf, report } from "./interaction.ts";

function needShortcut({ manifest }: Slack, callbackId: string, type: string): void {
  const known = manifest.features?.shortcuts?.some(
    (entry) => entry.callback_id === callbackId && entry.type === type,
  );
  if (!known) throw new Error(`The manifest lists no ${type} shortcut ${callbackId}`);
}

/** Uses a global shortcut. It has no channel and no response_url. */
export async function useShortcut(slack: Slack, user: User, callbackId: string): Promise<Interaction> {
  needShortcut(slack, callbackId, "global");
  const envelope = await slack.delivery.ask("interactive", {
    type: "shortcut",
    ...actor(slack, user),
    action_ts: slack.ids.ts(),
    callback_id: callbackId,
    trigger_id: slack.triggers.issue({ userId: user.id }),
  });
  return report(slack, interactionOf(envelope), user.id);
}

/** Uses a message shortcut. */
export async function useMessageShortcut(
  slack: Slack,
  user: User,
  callbackId: string,
  channel: Channel,
  message: Message,
): Promise<Interaction> {
  needShortcut(slack, callbackId, "message");
  const responseUrl = slack.responseUrls.issue({ channelId: channel.id, userId: user.id });
  const envelope = await slack.delivery.ask("interactive", {
    type: "message_action",
    ...actor(slack, user),
    action_ts: slack.ids.ts(),
    callback_id: callbackId,
    trigger_id: slack.triggers.issue({ userId: user.id }),
    response_url: slack.url + responseUrl,
    message_ts: message.ts,
    channel: { id: channel.id, name: channelLabel(channel) },
    message: showMessage(channel, message, false),
  });
  return report(slack, interactionOf(envelope), user.id);
}

/** What an external select or a menu offers for a query: the options the app answers with. */
export async function askOptions(
  slack: Slack,
  user: User,
  place: Fields,
  actionId: string,
  query: string,
): Promise<Interaction> {
  const envelope = await slack.delivery.ask("options", {
    type: "block_suggestion",
    ...actor(slack, user),
    ...place,
    action_id: actionId,
    value: query,
  });
  return report(slack, interactionOf(envelope), user.id);
}
