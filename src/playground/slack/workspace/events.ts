import { eventScopes } from "../manifest.ts";
import type { Slack } from "../slack.ts";
import type { Channel, ChannelKind, Fields } from "./types.ts";

const messageSubscriptions: { [kind in ChannelKind]: string } = {
  public: "message.channels",
  private: "message.groups",
  im: "message.im",
  mpim: "message.mpim",
};

// A public channel's life is told to every app that may read channels; all else only to members.
const toldToAll = new Set([
  "channel_created",
  "channel_archive",
  "channel_unarchive",
  "channel_rename",
  "channel_deleted",
  "channel_left",
  "group_left",
  "group_deleted",
]);

function isSubscribed(slack: Slack, type: string, channel?: Channel): boolean {
  const name = type === "message" && channel ? messageSubscriptions[channel.kind] : type;
  if (!slack.manifest.settings?.event_subscriptions?.bot_events?.includes(name)) return false;
  const scopes = eventScopes[name] ?? [];
  return scopes.length === 0 || scopes.some((scope) => slack.settings.scopes.includes(scope));
}

/** Wraps an event as the Events API delivers it, with an event_id of its own. */
export function wrapEvent({ ids, app, workspace, clock }: Slack, event: Fields, channel?: Channel): Fields {
  return {
    token: "local-verification-token",
    team_id: workspace.teamId,
    context_team_id: workspace.teamId,
    context_enterprise_id: null,
    api_app_id: app.appId,
    event,
    type: "event_callback",
    event_id: ids.next("Ev"),
    event_time: Math.floor(clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.teamId,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isShared ?? false,
    event_context: ids.next("4-"),
  };
}

/** Tells the app about an event, if it subscribed to it, was granted its scope, and is in the channel. */
export function emitEvent(slack: Slack, event: Fields & { type: string }, channel?: Channel): void {
  if (!isSubscribed(slack, event.type, channel)) return;
  if (channel && !toldToAll.has(event.type) && !channel.members.has(slack.app.botUserId)) return;
  const stamped = { event_ts: slack.ids.ts(), ...event };
  slack.delivery.notify(stamped, channel);
}
