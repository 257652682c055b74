import type { Slack } from "../slack.ts";
import type { Channel, Fields, User } from "../workspace/types.ts";
import { partnerTeamId } from "../workspace/workspace.ts";

const zones: { [zone: string]: number } = { "Europe/London": 0, UTC: 0 };

/** A user as users.info shows them. The address only with users:read.email. */
export function showUser(slack: Slack, user: User): Fields {
  const bot = user.role === "bot";
  const withEmail = !bot && slack.settings.scopes.includes("users:read.email");
  const shown: Fields = {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deactivated,
    real_name: user.realName,
    tz: user.zone,
    tz_label: user.zone,
    tz_offset: zones[user.zone] ?? 0,
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      title: "",
      status_text: "",
      status_emoji: "",
      team: user.teamId,
      ...(withEmail ? { email: user.email } : {}),
      ...(bot ? { bot_id: slack.app.botId, api_app_id: slack.app.appId } : {}),
    },
    is_bot: bot,
    is_app_user: false,
    updated: 0,
    is_email_confirmed: !bot,
    who_can_share_contact_card: "EVERYONE",
  };
  // Slack leaves a deactivated account's role out.
  if (user.deactivated) return shown;
  return {
    ...shown,
    is_admin: user.role === "admin",
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.role === "guest" || user.role === "single-channel-guest",
    is_ultra_restricted: user.role === "single-channel-guest",
    ...(user.teamId === partnerTeamId ? { is_stranger: true } : {}),
  };
}

/** A conversation as conversations.info shows it to the bot. */
export function showChannel(slack: Slack, channel: Channel): Fields {
  const { app, workspace } = slack;
  if (channel.kind === "im") {
    const other = [...channel.members].find((id) => id !== app.botUserId);
    const { id, created } = channel;
    return {
      id,
      created,
      is_archived: false,
      is_im: true,
      is_org_shared: false,
      user: other,
      context_team_id: workspace.teamId,
    };
  }
  const { id, name, created, creator, topic, purpose, archived, isGeneral, isShared, kind, canvasId } =
    channel;
  return structuredClone({
    id,
    name,
    name_normalized: name,
    is_channel: kind === "public",
    is_group: kind === "private",
    is_im: false,
    is_mpim: kind === "mpim",
    is_private: kind !== "public",
    is_archived: archived,
    is_general: isGeneral,
    is_shared: isShared,
    is_ext_shared: isShared,
    is_org_shared: false,
    is_member: channel.members.has(app.botUserId),
    created,
    creator,
    updated: created * 1000,
    unlinked: 0,
    parent_conversation: null,
    context_team_id: workspace.teamId,
    shared_team_ids: [workspace.teamId],
    topic,
    purpose,
    previous_names: [],
    ...(canvasId
      ? { properties: { canvas: { file_id: canvasId, is_empty: false, quip_thread_id: canvasId } } }
      : {}),
  });
}
