import type { Fields } from "./workspace/types.ts";

/** The parts of an app manifest (version 2) that Slack acts on. */
export type Manifest = {
  display_information: { name: string };
  features?: {
    bot_user?: { display_name: string };
    app_home?: {
      home_tab_enabled?: boolean;
      messages_tab_enabled?: boolean;
      messages_tab_read_only_enabled?: boolean;
    };
    slash_commands?: {
      command: string;
      description: string;
      usage_hint?: string;
      url?: string;
      should_escape?: boolean;
    }[];
    shortcuts?: { name: string; type: string; callback_id: string; description: string }[];
  };
  oauth_config?: { scopes?: { bot?: string[]; bot_optional?: string[] } };
  settings?: {
    event_subscriptions?: { bot_events?: string[]; request_url?: string };
    interactivity?: { is_enabled: boolean; request_url?: string; message_menu_options_url?: string };
    socket_mode_enabled?: boolean;
  };
};

/** What an app must have been granted to subscribe to an event. Any one of the scopes will do; none: no scope needed. */
export const eventScopes: { [event: string]: string[] } = {
  app_home_opened: [],
  app_mention: ["app_mentions:read"],
  app_uninstalled: [],
  channel_archive: ["channels:read"],
  channel_created: ["channels:read"],
  channel_deleted: ["channels:read"],
  channel_left: ["channels:read"],
  channel_rename: ["channels:read"],
  channel_unarchive: ["channels:read"],
  file_shared: ["files:read"],
  group_archive: ["groups:read"],
  group_deleted: ["groups:read"],
  group_left: ["groups:read"],
  group_rename: ["groups:read"],
  group_unarchive: ["groups:read"],
  link_shared: ["links:read"],
  member_joined_channel: ["channels:read", "groups:read"],
  member_left_channel: ["channels:read", "groups:read"],
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  "message.im": ["im:history"],
  "message.mpim": ["mpim:history"],
  message_metadata_deleted: ["metadata.message:read"],
  message_metadata_posted: ["metadata.message:read"],
  message_metadata_updated: ["metadata.message:read"],
  pin_added: ["pins:read"],
  pin_removed: ["pins:read"],
  reaction_added: ["reactions:read"],
  reaction_removed: ["reactions:read"],
  subteam_members_changed: ["usergroups:read"],
  subteam_updated: ["usergroups:read"],
  team_join: ["users:read"],
  tokens_revoked: [],
  user_change: ["users:read"],
};

/** The bot scopes the manifest asks for, the optional ones too. */
export function botScopes(manifest: Manifest): string[] {
  const scopes = manifest.oauth_config?.scopes;
  return [...(scopes?.bot ?? []), ...(scopes?.bot_optional ?? [])];
}

function eventProblems(manifest: Manifest, scopes: string[]): string[] {
  return (manifest.settings?.event_subscriptions?.bot_events ?? []).flatMap((event) => {
    const needed = eventScopes[event];
    if (!needed) return [`unknown event ${event}`];
    if (needed.length === 0 || needed.some((scope) => scopes.includes(scope))) return [];
    return [`event ${event} needs the scope ${needed.join(" or ")}`];
  });
}

function commandProblems(manifest: Manifest, scopes: string[]): string[] {
  const commands = manifest.features?.slash_commands ?? [];
  const shortcuts = manifest.features?.shortcuts ?? [];
  const problems = commands
    .filter(({ command }) => !/^\/[^\s/A-Z]{1,31}$/.test(command))
    .map(({ command }) => `slash command ${command} must be lower case, without spaces, 2 to 32 characters`);
  if (commands.length > 50) problems.push("at most 50 slash commands");
  if (shortcuts.length > 10) problems.push("at most 10 shortcuts");
  for (const { name, type } of shortcuts) {
    if (name.length > 24) problems.push(`shortcut name "${name}" is longer than 24 characters`);
    if (type !== "global" && type !== "message") problems.push(`shortcut type ${type} is unknown`);
  }
  if (commands.length + shortcuts.length > 0 && !scopes.includes("commands")) {
    problems.push("slash commands and shortcuts need the scope commands");
  }
  return problems;
}

function addressProblems({ features, settings }: Manifest): string[] {
  if (settings?.socket_mode_enabled) return [];
  const problems = (features?.slash_commands ?? [])
    .filter(({ url }) => !url)
    .map(({ command }) => `slash command ${command} needs a url without Socket Mode`);
  if (settings?.event_subscriptions?.bot_events?.length && !settings.event_subscriptions.request_url) {
    problems.push("event_subscriptions needs a request_url without Socket Mode");
  }
  if (settings?.interactivity?.is_enabled && !settings.interactivity.request_url) {
    problems.push("interactivity needs a request_url without Socket Mode");
  }
  return problems;
}

/** What Slack would refuse in the manifest when the app is created from it, in words. */
export function manifestProblems(manifest: Manifest): string[] {
  const scopes = botScopes(manifest);
  const { name } = manifest.display_information ?? ({} as Fields);
  const problems = name ? [] : ["display_information.name is missing"];
  if (String(name).length > 35) problems.push("display_information.name is longer than 35 characters");
  if ((manifest.features?.bot_user?.display_name.length ?? 0) > 80) {
    problems.push("features.bot_user.display_name is longer than 80 characters");
  }
  return [
    ...problems,
    ...eventProblems(manifest, scopes),
    ...commandProblems(manifest, scopes),
    ...addressProblems(manifest),
  ];
}
