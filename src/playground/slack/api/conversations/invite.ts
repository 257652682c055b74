import { fail } from "../../api-error.ts";
import type { Slack } from "../../slack.ts";
import { joinChannel } from "../../workspace/channels.ts";
import type { Channel, Fields } from "../../workspace/types.ts";
import { type Call, type Methods, manageScopes, needChannel, scopesByChannel } from "../method.ts";
import { showChannel } from "../show.ts";

const mostAtOnce = 100;

/** Why this person cannot be invited, in Slack's word for it. */
function obstacle({ workspace, app, settings }: Slack, channel: Channel, userId: string): string | undefined {
  const user = workspace.users.get(userId);
  if (!user || user.deactivated) return "user_not_found";
  if (userId === app.botUserId) return "cant_invite_self";
  if (channel.members.has(userId)) return "already_in_channel";
  if (user.role === "external") return channel.isShared ? undefined : "cant_invite";
  const isGuest = user.role === "guest" || user.role === "single-channel-guest";
  if (isGuest && !settings.guestInvites) return "user_is_restricted";
  if (user.role !== "single-channel-guest") return undefined;
  const elsewhere = [...workspace.channels.values()].some(
    ({ kind, members }) => kind !== "im" && members.has(userId),
  );
  return elsewhere ? "ura_max_channels" : undefined;
}

function invite(call: Call): Fields {
  const { slack, args } = call;
  const channel = needChannel(call);
  if (channel.kind === "im" || channel.kind === "mpim") fail("method_not_supported_for_channel_type");
  if (channel.archived) fail("is_archived");
  if (!channel.members.has(slack.app.botUserId)) fail("not_in_channel");
  const userIds = args.list("users");
  if (userIds.length === 0) fail("no_user");
  if (userIds.length > mostAtOnce) fail("too_many_users");
  const errors = userIds.flatMap((user) => {
    const error = obstacle(slack, channel, user);
    return error ? [{ user, ok: false, error }] : [];
  });
  const welcome = userIds.filter((id) => !errors.some(({ user }) => user === id));
  // One bad id fails the batch, unless the caller asked to go on without it and someone is left.
  if (errors.length > 0 && (!args.flag("force") || welcome.length === 0)) fail(errors[0]!.error, { errors });
  for (const userId of welcome) joinChannel(slack, channel, userId, slack.app.botUserId);
  return { channel: showChannel(slack, channel), ...(errors.length > 0 ? { errors } : {}) };
}

/** conversations.invite. */
export const inviteMethods: Methods = {
  "conversations.invite": { tier: 3, scopes: scopesByChannel(manageScopes("write.invites")), handle: invite },
};
