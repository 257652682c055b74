import { ApiError } from "../api-error.ts";
import type { Slack } from "../slack.ts";
import type { Channel, Fields, User } from "../workspace/types.ts";
import { showAnswer } from "./answer.ts";
import { channelLabel, type Interaction, interactionOf, refuseAck, report } from "./interaction.ts";
import { typedText } from "./typed-text.ts";

function showAck(slack: Slack, channel: Channel, user: User, interaction: Interaction): Interaction {
  const { ackBody } = interaction;
  const body = typeof ackBody === "string" ? { text: ackBody } : (ackBody as Fields | undefined);
  if (!body || Object.keys(body).length === 0) return interaction;
  try {
    showAnswer(slack, { channelId: channel.id, userId: user.id }, body);
    return interaction;
  } catch (error) {
    if (error instanceof ApiError) return refuseAck(slack, interaction, error.code);
    throw error;
  }
}

/**
 * Runs a slash command as typed ("/clay-incident triage"). What the app acks with is shown, privately by default.
 * Throws when the app has no such command, as Slack's client refuses it too.
 */
export async function runCommand(
  slack: Slack,
  user: User,
  channel: Channel,
  typed: string,
): Promise<Interaction> {
  const [, command = "", text = ""] = /^(\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
  const known = slack.manifest.features?.slash_commands?.find((entry) => entry.command === command);
  if (!known) throw new Error(`${command} is not a valid command: the manifest does not list it`);
  const { app, workspace } = slack;
  const responseUrl = slack.url + slack.responseUrls.issue({ channelId: channel.id, userId: user.id });
  const envelope = await slack.delivery.ask("slash_commands", {
    token: "local-verification-token",
    team_id: workspace.teamId,
    team_domain: workspace.domain,
    channel_id: channel.id,
    channel_name: channelLabel(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text: known.should_escape ? typedText(slack, text, true) : text,
    api_app_id: app.appId,
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: slack.triggers.issue({ userId: user.id }),
  });
  const interaction = interactionOf(envelope);
  return report(slack, interaction.acked ? showAck(slack, channel, user, interaction) : interaction, user.id);
}
