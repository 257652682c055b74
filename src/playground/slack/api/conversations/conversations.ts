import { fail } from "../../api-error.ts";
import {
  archiveChannel,
  createChannel,
  describeChannel,
  joinChannel,
  leaveChannel,
  renameChannel,
} from "../../workspace/channels.ts";
import type { Channel, Fields } from "../../workspace/types.ts";
import { canSee } from "../../workspace/workspace.ts";
import {
  type Call,
  familyScopes,
  type Methods,
  manageScopes,
  needChannel,
  page,
  scopesByChannel,
} from "../method.ts";
import { showChannel } from "../show.ts";
import { checkChannelName } from "./channel-names.ts";
import { openDirect } from "./open-direct.ts";

function create({ slack, args }: Call): Fields {
  const name = args.text("name") ?? "";
  checkChannelName(slack, name);
  if (!slack.settings.channelCreation) fail("restricted_action");
  const kind = args.flag("is_private") ? "private" : "public";
  const channel = createChannel(slack, { name, kind, creator: slack.app.botUserId });
  return { channel: showChannel(slack, channel) };
}

/** A channel that is neither a direct conversation nor archived, and that the bot is in. */
function needOwnChannel(call: Call): Channel {
  const channel = needChannel(call);
  if (channel.kind === "im" || channel.kind === "mpim") fail("method_not_supported_for_channel_type");
  if (channel.archived) fail("is_archived");
  if (!channel.members.has(call.slack.app.botUserId)) fail("not_in_channel");
  return channel;
}

function join(call: Call): Fields {
  const { slack } = call;
  const channel = needChannel(call);
  if (channel.kind !== "public") fail("method_not_supported_for_channel_type");
  if (channel.archived) fail("is_archived");
  const already = channel.members.has(slack.app.botUserId);
  if (!already) joinChannel(slack, channel, slack.app.botUserId);
  const note = already
    ? { warning: "already_in_channel", response_metadata: { warnings: ["already_in_channel"] } }
    : {};
  return { channel: showChannel(slack, channel), ...note };
}

function leave(call: Call): Fields {
  const { slack } = call;
  const channel = needChannel(call);
  if (channel.isGeneral) fail("cant_leave_general");
  if (!channel.members.has(slack.app.botUserId)) return { not_in_channel: true };
  leaveChannel(slack, channel, slack.app.botUserId);
  return {};
}

function kick(call: Call): Fields {
  const { slack, args } = call;
  const channel = needOwnChannel(call);
  const userId = args.need("user");
  if (userId === slack.app.botUserId) fail("cant_kick_self");
  if (!slack.workspace.users.has(userId)) fail("user_not_found");
  if (channel.isGeneral) fail("cant_kick_from_general");
  if (!channel.members.has(userId)) fail("not_in_channel");
  leaveChannel(slack, channel, userId);
  return { errors: {} };
}

function describe(part: "topic" | "purpose") {
  return (call: Call): Fields => {
    const channel = needOwnChannel(call);
    const value = call.args.text(part) ?? "";
    if (value.length > 250) fail("too_long");
    describeChannel(call.slack, channel, part, value, call.slack.app.botUserId);
    return { channel: showChannel(call.slack, channel) };
  };
}

function rename(call: Call): Fields {
  const channel = needOwnChannel(call);
  const name = call.args.text("name") ?? "";
  checkChannelName(call.slack, name, channel.id);
  renameChannel(call.slack, channel, name, call.slack.app.botUserId);
  return { channel: showChannel(call.slack, channel) };
}

function archive(call: Call): Fields {
  const channel = needChannel(call);
  if (channel.kind === "im" || channel.kind === "mpim") fail("method_not_supported_for_channel_type");
  if (channel.archived) fail("already_archived");
  if (channel.isGeneral) fail("cant_archive_general");
  if (!channel.members.has(call.slack.app.botUserId)) fail("not_in_channel");
  archiveChannel(call.slack, channel, call.slack.app.botUserId);
  return {};
}

function unarchive(call: Call): Fields {
  const channel = needChannel(call);
  if (!channel.archived) fail("not_archived");
  // A bot is ejected when a channel is archived, and only members may bring it back: bot tokens cannot.
  return fail("not_in_channel");
}

const typeNames = { public_channel: "public", private_channel: "private", im: "im", mpim: "mpim" } as const;

function wantedKinds({ args }: Call): string[] {
  const types = args.list("types");
  return (types.length > 0 ? types : ["public_channel"]).map(
    (type) => typeNames[type as keyof typeof typeNames] ?? fail("invalid_types"),
  );
}

function listed(call: Call, belongs: (channel: Channel) => boolean): Fields {
  const { slack, args } = call;
  const kinds = wantedKinds(call);
  const channels = [...slack.workspace.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      !(args.flag("exclude_archived") && channel.archived) &&
      canSee(slack.workspace, slack.app.botUserId, channel) &&
      belongs(channel),
  );
  const { items, next } = page(args, channels);
  return {
    channels: items.map((channel) => showChannel(slack, channel)),
    response_metadata: { next_cursor: next },
  };
}

function openConversation(call: Call): Fields {
  const { slack, args } = call;
  const known = args.has("channel") ? needChannel(call) : undefined;
  const userIds = args.list("users").filter((id) => id !== slack.app.botUserId);
  if (!known && userIds.length === 0) fail("users_list_not_supplied");
  if (userIds.length > 8) fail("too_many_users");
  for (const id of userIds) {
    const user = slack.workspace.users.get(id) ?? fail("user_not_found");
    if (user.deactivated) fail("user_disabled");
  }
  const channel = known ?? openDirect(slack, userIds);
  return { channel: args.flag("return_im") ? showChannel(slack, channel) : { id: channel.id } };
}

function members(call: Call): Fields {
  const channel = needChannel(call);
  const { items, next } = page(call.args, [...channel.members]);
  return { members: items, response_metadata: { next_cursor: next } };
}

function info(call: Call): Fields {
  const channel = needChannel(call);
  const count = call.args.flag("include_num_members") ? { num_members: channel.members.size } : {};
  return { channel: { ...showChannel(call.slack, channel), ...count } };
}

function memberships(call: Call): Fields {
  const userId = call.args.text("user") ?? call.slack.app.botUserId;
  if (!call.slack.workspace.users.has(userId)) fail("user_not_found");
  return listed(call, (channel) => channel.members.has(userId));
}

const read = scopesByChannel(familyScopes("read"));
const manage = scopesByChannel(manageScopes());

function scopesOfTypes(call: Call): string[] {
  const verbs = familyScopes("read");
  return wantedKinds(call).flatMap((kind) => verbs[kind as keyof typeof verbs] ?? []);
}

/** conversations.*: the life of a channel and who is in it. Invitations and history have files of their own. */
export const conversationsMethods: Methods = {
  "conversations.create": {
    tier: 2,
    scopes: ({ args }) => (args.flag("is_private") ? ["groups:write"] : ["channels:manage"]),
    handle: create,
  },
  "conversations.info": { tier: 3, scopes: read, handle: info },
  "conversations.join": { tier: 3, scopes: ["channels:join"], handle: join },
  "conversations.leave": { tier: 3, scopes: manage, handle: leave },
  "conversations.kick": { tier: 3, scopes: manage, handle: kick },
  "conversations.setTopic": {
    tier: 2,
    scopes: scopesByChannel(manageScopes("write.topic")),
    handle: describe("topic"),
  },
  "conversations.setPurpose": {
    tier: 2,
    scopes: scopesByChannel(manageScopes("write.topic")),
    handle: describe("purpose"),
  },
  "conversations.rename": { tier: 2, scopes: manage, handle: rename },
  "conversations.archive": { tier: 2, scopes: manage, handle: archive },
  "conversations.unarchive": { tier: 2, scopes: manage, handle: unarchive },
  "conversations.members": { tier: 4, scopes: read, handle: members },
  "conversations.list": { tier: 2, scopes: scopesOfTypes, handle: (call) => listed(call, () => true) },
  "conversations.open": {
    tier: 3,
    scopes: ({ args }) => (args.list("users").length > 1 ? ["mpim:write"] : ["im:write"]),
    handle: openConversation,
  },
  "users.conversations": { tier: 2, scopes: scopesOfTypes, handle: memberships },
};
