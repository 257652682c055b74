import { stringify } from "yaml";
import { botScopes, eventScopes } from "./web/scopes.ts";

export type ManifestOptions = {
  /** The bot's public address: makes a manifest for HTTP mode. Without it, one for Socket Mode. */
  httpUrl?: string | undefined;
  /** The slash command, where another app has the usual name. */
  command?: string;
};

/** The app as Slack is to create it (manifest version 2), from the scopes and events the code uses. */
export function createManifest({ httpUrl, command = "/clay-incident" }: ManifestOptions = {}) {
  // Bolt's HTTP receiver takes commands, clicks and events at this one path.
  const address = httpUrl ? new URL("/slack/events", httpUrl).href : undefined;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Clay incident",
      description: "Triage, decision tree, notifications and postmortem for outages of Clay",
      background_color: "#1f2937",
      long_description:
        "Runs the Clay incident runbook in Slack: probes Clay and your webhooks, keys and callbacks at once, says " +
        "what is wrong and on whose side, walks responders through the decision tree, keeps one incident record " +
        "with a notification that is always current, and writes the postmortem from it.",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: "Clay incident", always_online: true },
      shortcuts: [
        {
          name: "Declare Clay incident",
          type: "global",
          callback_id: "declare_incident",
          description: "Declare an incident and open its channel",
        },
        {
          name: "Declare Clay incident",
          type: "message",
          callback_id: "declare_from_message",
          description: "Declare an incident that keeps this message and a link to it",
        },
        {
          name: "Add to timeline",
          type: "message",
          callback_id: "add_to_timeline",
          description: "Add this message to an incident's timeline",
        },
      ],
      slash_commands: [
        {
          command,
          description: "Clay incidents: triage, diagnose, declare, update, resolve",
          usage_hint: "triage | diagnose | declare [P1–P4] [title] | update | resolve | list | help",
          // People and channels then arrive by id, as <@U…|name>, not as text that may name anyone.
          should_escape: true,
          ...(address && { url: address }),
        },
      ],
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: {
        ...(address && { request_url: address }),
        bot_events: Object.keys(eventScopes).sort(),
      },
      interactivity: { is_enabled: true, ...(address && { request_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: !address,
      token_rotation_enabled: false,
    },
  };
}

/** The manifest as YAML, ready to paste into Slack's "From a manifest". */
export function renderManifest(options: ManifestOptions = {}): string {
  const made = options.httpUrl
    ? `# For HTTP mode at ${new URL(options.httpUrl).origin}`
    : "# For Socket Mode. Made by `clay-incident manifest`; a test keeps it current.\n# For HTTP mode: `clay-incident manifest --http https://your-bot.example`";
  return `${made}\n${stringify(createManifest(options), { lineWidth: 0 })}`;
}
