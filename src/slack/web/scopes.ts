/**
 * Bot scopes of every Web API method the bot calls. Only these can be called (`web.ts`), and the manifest asks for
 * nothing that does not follow from here. Where a method asks for a different scope by kind of conversation, those
 * of the kinds the bot uses are listed: public and private channels, and direct messages where it looks there.
 */
export const methodScopes = {
  "auth.test": [],
  "bookmarks.add": ["bookmarks:write"],
  "bookmarks.list": ["bookmarks:read"],
  "canvases.delete": ["canvases:write"],
  "canvases.edit": ["canvases:write"],
  "chat.delete": ["chat:write"],
  "chat.getPermalink": [],
  "chat.postEphemeral": ["chat:write"],
  // chat:write.public: triage answers in the public channel where it was asked for, without joining it.
  "chat.postMessage": ["chat:write", "chat:write.public"],
  "chat.update": ["chat:write"],
  "conversations.archive": ["channels:manage", "groups:write"],
  "conversations.canvases.create": ["canvases:write"],
  "conversations.create": ["channels:manage", "groups:write"],
  // im:history: a direct message whose answer was lost is looked for before it is sent again.
  "conversations.history": ["channels:history", "groups:history", "im:history"],
  "conversations.info": ["channels:read", "groups:read"],
  "conversations.invite": ["channels:manage", "groups:write"],
  "conversations.list": ["channels:read", "groups:read"],
  "conversations.members": ["groups:read"],
  "conversations.open": ["im:write"],
  "conversations.rename": ["channels:manage", "groups:write"],
  "conversations.replies": ["channels:history", "groups:history", "im:history"],
  "conversations.setTopic": ["channels:manage", "groups:write"],
  "files.completeUploadExternal": ["files:write"],
  "files.delete": ["files:write"],
  "files.getUploadURLExternal": ["files:write"],
  "pins.add": ["pins:write"],
  "usergroups.list": ["usergroups:read"],
  "usergroups.users.list": ["usergroups:read"],
  "users.conversations": ["channels:read", "groups:read"],
  "users.info": ["users:read"],
  "views.open": [],
  "views.publish": [],
  "views.push": [],
  "views.update": [],
} as const satisfies Record<string, readonly string[]>;

export type SlackMethod = keyof typeof methodScopes;

/**
 * Bot scopes of every event the bot subscribes to. Those about channels come twice, for public (`channel_`) and
 * private ones (`group_`).
 */
export const eventScopes = {
  /** Nothing can be shown any more: health says so at once, not at the next call. */
  app_uninstalled: [],
  tokens_revoked: [],
  /** Home is drawn when a person looks at it. */
  app_home_opened: [],
  /** Slash commands do not work in threads; a mention does. */
  app_mention: ["app_mentions:read"],
  /** A notification that somebody deletes comes back. */
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  /** A message with the configured reaction joins the incident's timeline; taken back, it leaves it. */
  reaction_added: ["reactions:read"],
  reaction_removed: ["reactions:read"],
  /** Who is let into the channel of a private incident belongs to it; who leaves does not. */
  member_joined_channel: ["channels:read", "groups:read"],
  member_left_channel: ["channels:read", "groups:read"],
  /** Whoever was deactivated or became a guest is out within seconds. */
  user_change: ["users:read"],
  /** An incident whose channel is gone, or where the bot was removed, falls silent until it is back. */
  channel_archive: ["channels:read"],
  channel_unarchive: ["channels:read"],
  channel_deleted: ["channels:read"],
  channel_left: ["channels:read"],
  group_archive: ["groups:read"],
  group_unarchive: ["groups:read"],
  group_deleted: ["groups:read"],
  group_left: ["groups:read"],
} as const satisfies Record<string, readonly string[]>;

/** Slash commands and shortcuts. */
const featureScopes = ["commands"] as const;

/** The least set of bot scopes with which everything works, in order. */
export const botScopes: readonly string[] = [
  ...new Set([...Object.values(methodScopes), ...Object.values(eventScopes), featureScopes].flat()),
].sort();
