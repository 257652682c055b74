import { WebAPIHTTPError, WebAPIPlatformError, WebClient } from "@slack/web-api";
import type { Config } from "../config/schema.ts";
import { type Check, doubtful, failed, fine, skipped } from "../lib/check.ts";
import type { Logger } from "../log.ts";
import { createBoltLogger } from "./bolt-logger.ts";
import { botScopes, eventScopes, methodScopes } from "./web/scopes.ts";
import type { Call, Web } from "./web/web.ts";

export type SlackToExamine = {
  config: Pick<Config, "slack" | "incident" | "monitor">;
  web: Web;
  log: Logger;
};

/**
 * Looks at everything in Slack the bot depends on, one check after the other: tokens, granted scopes, channels,
 * user groups and people named in the configuration. Changes nothing and never throws for what Slack answers.
 */
export async function* examineSlack({ config, web, log }: SlackToExamine): AsyncGenerator<Check> {
  const { slack, incident } = config;
  const granted = yield* examineBotToken(web.read);
  yield await examineReceiving(slack, log);
  if (!granted) {
    yield skipped("Scopes, channels, people", "not looked at: the bot token does not work");
    return;
  }
  yield examineScopes(granted);
  yield await guarded("Channels", () => examineChannels(web.read));
  yield await guarded("Announcements channel", () => examineAnnouncements(incident, web.read));
  yield await guarded("Monitoring", () => examineMonitoring(config.monitor, web.read));
  yield await guarded("User groups", () => examineUsergroups(incident, web.read));
  for (const id of [...new Set([...incident.invite_users, incident.escalation_contact])]) {
    if (id) yield await guarded(`Person ${id}`, () => examinePerson(id, web.read));
  }
}

async function* examineBotToken(call: Call): AsyncGenerator<Check, string[] | undefined> {
  try {
    const answer = await call("auth.test", {});
    if (!answer.bot_id) {
      yield failed("Bot token", `belongs to the person ${answer.user}, not to a bot`, findBotToken);
      return undefined;
    }
    yield fine("Bot token", `@${answer.user} in ${answer.team} (${answer.team_id})`);
    return answer.response_metadata?.scopes ?? [];
  } catch (error) {
    yield troubleWith("Bot token", error, findBotToken);
    return undefined;
  }
}

const findBotToken =
  "Install the app to the workspace, then copy OAuth & Permissions → Bot User OAuth Token into SLACK_BOT_TOKEN.";

async function examineReceiving(slack: Config["slack"], log: Logger): Promise<Check> {
  if (slack.mode === "http") {
    return skipped("Signing secret", "set; only a request signed by Slack can show that it is the right one");
  }
  const client = new WebClient(slack.app_token, {
    slackApiUrl: slack.api_url,
    logger: createBoltLogger(log),
    timeout: 5000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  try {
    await client.apps.connections.open({});
    return fine("App-level token", "opens Socket Mode connections");
  } catch (error) {
    return troubleWith(
      "App-level token",
      error,
      "Turn Socket Mode on, create a token with connections:write under Basic Information → App-Level Tokens, and set SLACK_APP_TOKEN.",
    );
  }
}

function examineScopes(granted: readonly string[]): Check {
  const missing = botScopes.filter((scope) => !granted.includes(scope));
  if (missing.length > 0) {
    return failed(
      "Scopes",
      `missing ${missing.map((scope) => `${scope} (for ${usesOf(scope).join(", ")})`).join("; ")}`,
      "Paste manifest.yml under App Manifest, save, and reinstall the app to the workspace.",
    );
  }
  const unneeded = granted.filter((scope) => !botScopes.includes(scope));
  return unneeded.length > 0
    ? doubtful(
        "Scopes",
        `all ${botScopes.length} granted, and not needed: ${unneeded.join(", ")}`,
        "Take them away if nothing else of yours uses them.",
      )
    : fine("Scopes", `all ${botScopes.length} granted`);
}

/** The methods and events a scope is needed for. */
function usesOf(scope: string): string[] {
  const uses = Object.entries({ ...methodScopes, ...eventScopes })
    .filter(([, scopes]) => (scopes as readonly string[]).includes(scope))
    .map(([use]) => use);
  return uses.length > 0 ? uses : ["slash commands and shortcuts"];
}

const maxNamesShown = 10;

async function examineChannels(call: Call): Promise<Check> {
  const { channels = [], response_metadata } = await call("users.conversations", {
    types: "public_channel,private_channel",
    exclude_archived: true,
    limit: 200,
  });
  const names = channels.map(({ name }) => `#${name}`);
  const more = names.length > maxNamesShown || response_metadata?.next_cursor ? ", …" : "";
  return names.length > 0
    ? fine("Channels", `in ${names.slice(0, maxNamesShown).join(", ")}${more}`)
    : fine("Channels", "in none yet; it opens its own, and answers in public ones without joining");
}

async function examineAnnouncements(
  { announcements_channel: channel }: Config["incident"],
  call: Call,
): Promise<Check> {
  const name = "Announcements channel";
  if (!channel) return skipped(name, "none configured (INCIDENT_ANNOUNCEMENTS_CHANNEL)");
  return examineChannel(name, channel, call);
}

async function examineMonitoring({ channel, every_seconds }: Config["monitor"], call: Call): Promise<Check> {
  if (!channel)
    return skipped(
      "Monitoring",
      "off: set monitor.channel, and I tell there what breaks before people notice. Looks write no row and spend no credit",
    );
  const found = await examineChannel("Monitoring", channel, call);
  return found.status === "ok"
    ? fine("Monitoring", `${found.detail}, a look every ${every_seconds} s`)
    : found;
}

async function examineChannel(name: string, channel: string, call: Call): Promise<Check> {
  const { channel: found } = await call("conversations.info", { channel });
  if (found?.is_archived) {
    return failed(name, `#${found.name} is archived`, "Unarchive it, or configure another one.");
  }
  if (found?.is_private && !found.is_member) {
    return failed(
      name,
      `the bot is not in #${found.name}, which is private`,
      "Invite it there: /invite @Clay incident.",
    );
  }
  return fine(name, `#${found?.name}`);
}

async function examineUsergroups(incident: Config["incident"], call: Call): Promise<Check> {
  const { invite_usergroup, may_declare, may_resolve, may_export } = incident;
  const configured = Object.entries({ invite_usergroup, may_declare, may_resolve, may_export }).filter(
    ([, id]) => id,
  );
  if (configured.length === 0) return skipped("User groups", "none configured (INCIDENT_INVITE_USERGROUP)");
  const { usergroups = [] } = await call("usergroups.list", {});
  const unknown = configured.filter(([, id]) => !usergroups.some((group) => group.id === id));
  if (unknown.length > 0) {
    return failed(
      "User groups",
      `not in this workspace, or disabled: ${unknown.map(([key, id]) => `${id} (incident.${key})`).join(", ")}`,
      "Correct the id, or enable the group under People → User groups.",
    );
  }
  const names = configured.map(
    ([key, id]) => `@${usergroups.find((group) => group.id === id)?.handle} (${key})`,
  );
  return fine("User groups", names.join(", "));
}

async function examinePerson(id: string, call: Call): Promise<Check> {
  const { user } = await call("users.info", { user: id });
  const name = `Person ${id}`;
  const shown = user?.real_name ?? user?.name ?? id;
  if (user?.deleted) {
    return failed(
      name,
      `${shown} is deactivated`,
      "Take the person out of the incident section, or name another one.",
    );
  }
  if (user?.is_bot) return doubtful(name, `${shown} is a bot`, "Name a person there.");
  return fine(name, shown);
}

async function guarded(name: string, examine: () => Promise<Check>): Promise<Check> {
  try {
    return await examine();
  } catch (error) {
    return troubleWith(
      name,
      error,
      "Correct the id in the configuration, or invite the bot where it cannot look.",
    );
  }
}

/** Says what Slack or the way to it answered; `fix` is for Slack's own refusals. */
function troubleWith(name: string, error: unknown, fix: string): Check {
  if (error instanceof WebAPIPlatformError) {
    const { error: code, needed } = error.data as { error: string; needed?: string };
    if (code === "missing_scope") {
      return failed(name, `Slack refuses to tell: the scope ${needed} is missing`, "See the line on scopes.");
    }
    return failed(name, `Slack answers ${code}`, fix);
  }
  const reason = error instanceof WebAPIHTTPError ? `HTTP ${error.statusCode}` : reasonOf(error);
  return failed(name, `Slack cannot be reached: ${reason}`, "Look at network, proxy and SLACK_API_URL.");
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? reasonOf(cause) : message;
}
