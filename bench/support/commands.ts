import type { LocalSlack } from "../../src/playground/slack/local-slack.ts";
import type { Load } from "./generate.ts";

/** The way requests come in. */
export type Mode = "http" | "socket";

/** Slack's requests for slash commands as typed, to the app at this address or on the local Slack's sockets. */
export function commandsTo(
  { url: slackUrl, signingSecret, control }: LocalSlack,
  mode: Mode,
  url: string,
  typed: string[],
): Load["requests"] {
  const [user, channel] = [control.user("lead"), control.channel("general")];
  if (mode === "socket") {
    return {
      via: "slack",
      url: slackUrl,
      commands: typed.map((text) => [user.id, channel.id, `/clay-incident ${text}`]),
    };
  }
  const bodies = typed.map((text) =>
    new URLSearchParams({
      command: "/clay-incident",
      text,
      user_id: user.id,
      team_id: user.teamId,
      channel_id: channel.id,
      trigger_id: "UNIQUE",
    }).toString(),
  );
  return { via: "url", url, signingSecret, bodies };
}
