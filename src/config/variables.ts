/** A configuration value that can be given in the environment alone. */
export type Variable = {
  name: string;
  /** Where the value goes: "clay.webhooks.0.url". */
  path: string;
  /** What it is and where to find it, for `.env.example` and for whoever has not set it. */
  about: string;
  example?: string;
  /** Used only together with this other variable. */
  with?: string;
  /** Another spelling that counts where this one is not set. */
  alias?: string;
};

/** Every variable the program reads, save CLAY_INCIDENT_CONFIG and those a file names as ${VAR}. */
export const variables: readonly Variable[] = [
  {
    name: "SLACK_BOT_TOKEN",
    path: "slack.bot_token",
    about: "Bot token, starts with xoxb-. Your app → OAuth & Permissions → Bot User OAuth Token.",
  },
  {
    name: "SLACK_APP_TOKEN",
    path: "slack.app_token",
    about:
      "App-level token for Socket Mode, starts with xapp-, scope connections:write. Your app → Basic Information → App-Level Tokens.",
  },
  {
    name: "SLACK_SIGNING_SECRET",
    path: "slack.signing_secret",
    about: "Only for HTTP mode. Your app → Basic Information → App Credentials → Signing Secret.",
  },
  {
    name: "SLACK_MODE",
    path: "slack.mode",
    about: "socket (no public address needed) or http.",
    example: "socket",
  },
  {
    name: "SLACK_API_URL",
    path: "slack.api_url",
    about: "Another address of Slack's Web API, such as GovSlack's.",
  },
  {
    name: "SLACK_COMMAND",
    path: "slack.command",
    about: "The slash command, if the manifest was changed to another one.",
    example: "/clay-incident",
  },
  {
    name: "CLAY_WEBHOOK_URL",
    path: "clay.webhooks.0.url",
    about:
      "The Clay webhook your rows go to. Clay table → Monitor webhook → copy the URL. Treat it as a secret.",
  },
  {
    name: "CLAY_WEBHOOK_AUTH_TOKEN",
    path: "clay.webhooks.0.auth_token",
    about: "The webhook's token, sent as x-clay-webhook-auth, if you set one in Clay.",
    with: "CLAY_WEBHOOK_URL",
  },
  {
    name: "CLAY_WEBHOOK_SUBMIT",
    path: "clay.webhooks.0.submit",
    about: "ask, always (canary tables only) or never: whether triage may add a test row.",
    example: "ask",
    with: "CLAY_WEBHOOK_URL",
  },
  {
    name: "CLAY_API_KEY",
    path: "clay.keys.0.key",
    about:
      "Clay's API key, for the key and credit probes. Clay → Settings → Account → API keys, with the Public API scope.",
  },
  {
    name: "CLAY_API_KIND",
    path: "clay.keys.0.kind",
    about: "public (default) or enterprise, for keys of the Enterprise API.",
    example: "public",
    with: "CLAY_API_KEY",
  },
  {
    name: "CLAY_CALLBACK_URL",
    path: "clay.callbacks.0.url",
    about: "Health address of your own endpoint that Clay calls back.",
    example: "https://your-app.example/api/health",
  },
  { name: "CLAY_STATUS_URL", path: "clay.status_url", about: "JSON of Clay's status page." },
  { name: "CLAY_STATUS_PAGE", path: "clay.status_page", about: "The status page people are sent to." },
  {
    name: "CLAY_WORKSPACE_ID",
    path: "clay.workspace_id",
    about: "Lets links open your workspace. It is the number in app.clay.com/workspaces/12345.",
    example: "12345",
  },
  { name: "CLAY_API_URL", path: "clay.api_url", about: "Clay's API." },
  {
    name: "CLAY_HOSTS",
    path: "clay.hosts",
    about: "Addresses whose reachability is probed, separated by commas.",
  },
  {
    name: "TRIAGE_DEADLINE_MS",
    path: "triage.deadline_ms",
    about: "How long each probe may take, in milliseconds.",
    example: "5000",
  },
  {
    name: "INCIDENT_ANNOUNCEMENTS_CHANNEL",
    path: "incident.announcements_channel",
    about: "Id of the channel that hears of every incident.",
    example: "C0123ABCD",
  },
  {
    name: "INCIDENT_INVITE_USERS",
    path: "incident.invite_users",
    about: "Ids of people invited to every incident, separated by commas.",
    example: "U0123ABCD,U0456EFGH",
  },
  {
    name: "INCIDENT_INVITE_USERGROUP",
    path: "incident.invite_usergroup",
    about: "Id of the on-call user group, invited to every incident.",
    example: "S0123ABCD",
  },
  {
    name: "INCIDENT_ESCALATION_CONTACT",
    path: "incident.escalation_contact",
    about: "Id of the person called when nobody takes the lead in time.",
    example: "U0123ABCD",
  },
  {
    name: "RUNBOOK_FILE",
    path: "runbook.file",
    about: "Your own runbook, which replaces or extends the built-in one.",
  },
  {
    name: "HTTPS_PROXY",
    alias: "https_proxy",
    path: "network.https_proxy",
    about: "Proxy for https:// and wss://, with its login where it wants one. https_proxy counts as well.",
    example: "http://proxy.example:3128",
  },
  {
    name: "HTTP_PROXY",
    alias: "http_proxy",
    path: "network.http_proxy",
    about: "Proxy for http:// addresses, such as a callback inside your network. http_proxy counts as well.",
    example: "http://proxy.example:3128",
  },
  {
    name: "NO_PROXY",
    alias: "no_proxy",
    path: "network.no_proxy",
    about: "Hosts and networks reached without a proxy, separated by commas. no_proxy counts as well.",
    example: "localhost,127.0.0.1,.internal.example,10.0.0.0/8",
  },
  {
    name: "DATABASE_URL",
    path: "database.url",
    about: "PostgreSQL, for several replicas: postgres://…. Without it SQLite is used.",
  },
  {
    name: "DATABASE_FILE",
    path: "database.file",
    about: "The SQLite file.",
    example: "data/clay-incident.db",
  },
  { name: "HOST", path: "http.host", about: "Address to listen on.", example: "0.0.0.0" },
  {
    name: "PORT",
    path: "http.port",
    about: "Port for health checks and, in HTTP mode, for Slack.",
    example: "3000",
  },
  {
    name: "LOG_LEVEL",
    path: "log.level",
    about: "silent, fatal, error, warn, info, debug or trace.",
    example: "info",
  },
];

/** The name under which a webhook, key or callback given by a variable alone is shown. */
export const nameFromEnvironment = "default";

/** The variable that sets a path, if there is one: "slack.bot_token" → SLACK_BOT_TOKEN. */
export function variableFor(path: string): Variable | undefined {
  return variables.find((variable) => variable.path === path);
}
