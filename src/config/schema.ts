import { z } from "zod";
import { parseProxy } from "../lib/network/proxy-for.ts";

// Messages below complete the sentence "expected …": `explain.ts` says what was found beside them.

const name = z.string().regex(/^[\w .-]{1,60}$/, "a short name of letters, digits, spaces, '.', '_' or '-'");
const httpUrl = z.url({ protocol: /^https?$/, error: "an address with https:// or http://" });
const path = z.string().regex(/^\/\S*$/, 'a path that starts with "/"');
const minutes = z.number().positive();
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as in "09:00"');
const emojiName = z.string().regex(/^[\w+'-]+$/, 'an emoji\'s name without colons, as in "pushpin"');

const channelId = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{2,}$/,
    "a channel's id, as in \"C0123ABCD\" (in Slack: the channel's name → About → Copy channel ID)",
  );
const userId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,}$/, 'a member\'s id, as in "U0123ABCD" (in Slack: profile → ⋮ → Copy member ID)');
const usergroupId = z
  .string()
  .regex(/^S[A-Z0-9]{2,}$/, 'a user group\'s id, as in "S0123ABCD" (in Slack: People → User groups → ⋮)');

/** A list whose entries are told apart by their names; checked even when an entry has other problems. */
function named<T extends z.ZodType>(entry: T) {
  return z
    .array(entry)
    .refine(namesDiffer, { error: "a different name for each entry", when: () => true })
    .default([]);
}

function namesDiffer(entries: unknown): boolean {
  if (!Array.isArray(entries)) return true;
  const names = entries.map((entry) => entry?.name).filter((found) => found !== undefined);
  return new Set(names).size === names.length;
}

const slack = z.strictObject({
  mode: z.enum(["socket", "http"]).default("socket"),
  bot_token: z.string().optional(),
  app_token: z.string().optional(),
  signing_secret: z.string().optional(),
  /** Another address of the Web API: the local Slack, or GovSlack. */
  api_url: httpUrl.default("https://slack.com/api/"),
  /** The slash command as the manifest registers it. */
  command: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'a slash command in lower case, as in "/clay-incident"')
    .default("/clay-incident"),
  /** Two connections, so that Slack's refresh of one loses no click. */
  connections: z.int().min(1).max(10).default(2),
  /** How often messages are edited in the whole workspace: Slack's tier 3, which grants more to some. */
  edits_per_minute: z.number().positive().default(50),
  allow_guests: z.boolean().default(false),
  allow_external: z.boolean().default(false),
});

const webhook = z.strictObject({
  name,
  url: httpUrl,
  auth_token: z.string().min(1).optional(),
  /**
   * How many submissions it takes in its life. 50,000 unless Clay raised it; passthrough tables have none (Clay docs,
   * webhook-integration-guide; Clay CLI, tables-capacity).
   */
  limit: z
    .union([z.int().positive(), z.literal("none")], 'a number of submissions, or "none"')
    .default(50_000),
  /** A test adds a row, which counts towards the webhook's limit; `always` is for canary tables. */
  submit: z.enum(["ask", "always", "never"]).default("ask"),
});

const clay = z.strictObject({
  /** Rootly's or Statuspage's JSON. Rootly's shape is documented; that Clay's page answers it is not verified. */
  status_url: httpUrl.default("https://status.clay.com/api/v1/status.json"),
  /** The page people are sent to; left out: the runbook's link. */
  status_page: httpUrl.optional(),
  /** Lets links open the workspace itself. */
  workspace_id: z
    .string()
    .regex(/^[\w-]+$/, 'a workspace\'s id in quotes, as in "12345" (in Clay: app.clay.com/workspaces/12345)')
    .optional(),
  hosts: z.array(httpUrl).default(["https://www.clay.com", "https://app.clay.com", "https://api.clay.com"]),
  api_url: httpUrl.default("https://api.clay.com"),
  me_path: path.default("/public/v0/me"),
  enterprise_path: path.default("/v1/people/enrich"),
  credits_path: path.default("/public/v0/credits/balance"),
  webhooks: named(webhook),
  keys: named(
    z.strictObject({
      name,
      key: z.string().min(1, "a key"),
      kind: z.enum(["public", "enterprise"]).default("public"),
    }),
  ),
  callbacks: named(z.strictObject({ name, url: httpUrl })),
  /** Data providers your tables use, and the JSON of their status pages. */
  providers: named(
    z.strictObject({
      name,
      status_url: httpUrl,
      /** The part of the page that counts, as "API"; left out: the page as a whole. */
      component: z.string().min(1, "a component's name as the page shows it").optional(),
    }),
  ),
  /** Your tables, so that an outage of a provider names what it hits: the columns to switch off. */
  tables: named(
    z.strictObject({
      name,
      columns: z.array(z.strictObject({ name, provider: name })).default([]),
    }),
  ),
  /** Balances below these are degraded; zero is failing. Defaults: half the smallest paid plan's month, and 1,000. */
  low_credits: z.number().min(0).default(1000),
  low_actions: z.number().min(0).default(1000),
});

const triage = z.strictObject({
  deadline_ms: z.int().min(100).max(60_000).default(5000),
  /** People asking within this time share one run. */
  share_seconds: z.number().min(0).max(300).default(10),
  /** Evidence older than this is shown but answers nothing. */
  fresh_minutes: minutes.default(10),
});

/** In which something is looked at and not told. `targets` as `monitor` lists them; left out: all. */
const windowOf = { what: z.string().min(1).max(120), targets: z.array(z.string().min(1)).min(1).optional() };
const dateTime = z.iso
  .datetime({ offset: true, error: 'a moment with its zone, as in "2026-12-01T22:00:00+01:00"' })
  .transform((text) => new Date(text).toISOString());
const timeZone = z.string().refine(isTimeZone, 'a time zone as in "Europe/Berlin"');

const monitor = z.strictObject({
  /** Where it is told what broke and when it is over. Without it nothing is monitored. */
  channel: channelId.optional(),
  every_seconds: z.number().min(5).max(3600).default(60),
  /** Status pages and balances, which change seldom. */
  slow_every_seconds: z.number().min(5).max(86_400).default(300),
  /** After a first bad look the next one comes this soon. */
  recheck_seconds: z.number().min(1).max(60).default(45),
  opens_after_looks: z.int().min(1).max(20).default(3),
  closes_after_looks: z.int().min(1).max(20).default(2),
  closes_after_minutes: z.number().min(0).max(120).default(5),
  /** Unreadable for so long is told, where it was readable before. */
  unknown_minutes: minutes.default(15),
  /** So many changes within so many minutes are told as "unsteady"; within them no second notice is given. */
  flap_changes: z.int().min(2).max(100).default(4),
  flap_minutes: minutes.default(60),
  /** What breaks so close together is one message. */
  group_seconds: z.number().min(0).max(3600).default(120),
  /** Asked besides Slack when Clay does not answer: where one of them is silent, too, it is our own network. */
  neutral_hosts: z.array(httpUrl).default([]),
  /** Planned work of your own. */
  windows: z
    .array(
      z.union([
        z.strictObject({ ...windowOf, from: dateTime, to: dateTime }),
        z.strictObject({
          ...windowOf,
          /** Monday is 1, Sunday 7: the day it begins on. */
          days: z.array(z.int().min(1).max(7)).min(1),
          from: timeOfDay,
          to: timeOfDay,
          zone: timeZone.default("UTC"),
        }),
      ]),
    )
    .default([]),
  /** May it declare by itself where two kinds of evidence agree? */
  declare: z.boolean().default(false),
  /** What runs out: credits, actions, the submissions of webhooks. */
  meters: z
    .strictObject({
      /** Warnings, once each, so many hours before the end. */
      warn_hours: z.array(z.number().positive()).min(1).default([168, 48, 12, 2]),
      /** A warning at so many times the usual use of this hour. */
      warn_times: z.number().min(1.5).default(4),
      /** A webhook's count that nothing told for so long is asked for; 0: never. */
      ask_days: z.number().min(0).default(7),
      /** A program of yours that writes {"webhook:leads": 43180}; run without a shell, for 10 s at most. */
      command: z.array(z.string().min(1)).min(1).optional(),
      command_every_seconds: z.number().min(10).default(600),
    })
    .prefault({}),
  /** How long looks are kept. */
  keep_days: z.int().min(1).default(90),
});

const incident = z.strictObject({
  /** {date} 20261123, {number} 12, {slug} of the title. */
  channel_pattern: z
    .string()
    .regex(
      /^(?=.*\{number\})(?:[a-z0-9_-]|\{(?:date|number|slug)\})+$/,
      "lower case letters, digits, '-' and '_' with {number}, and where wanted {date} and {slug}",
    )
    .default("inc-{date}-{number}-{slug}"),
  announcements_channel: channelId.optional(),
  invite_users: z.array(userId).default([]),
  invite_usergroup: usergroupId.optional(),
  escalation_contact: userId.optional(),
  bookmarks: z
    .array(z.strictObject({ title: z.string().min(1).max(80), url: httpUrl, emoji: emojiName.optional() }))
    .default([]),
  duplicate_window_minutes: minutes.default(30),
  archive_after_hours: z.number().positive().default(72),
  pin_emoji: emojiName.default("pushpin"),
  /** A user group whose members alone may do this. Empty: everyone in the workspace. */
  may_declare: usergroupId.optional(),
  may_resolve: usergroupId.optional(),
  may_export: usergroupId.optional(),
  business_hours: z
    .strictObject({
      zone: timeZone.default("UTC"),
      /** Monday is 1, Sunday 7. */
      days: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
      from: timeOfDay.default("09:00"),
      to: timeOfDay.default("17:00"),
    })
    .refine(({ from, to }) => from < to, { path: ["to"], error: 'a time after "from"' })
    .prefault({}),
});

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** Your own tool, told of every event of every incident. */
const forwardTarget = z.strictObject({
  name,
  url: httpUrl,
  /** Signs each request, so that the tool can tell ours from others'. */
  secret: z.string().min(16, "a secret of at least 16 characters"),
  /** Types of events, as in "incident.declared"; "incident.*" stands for all that begin so. Left out: all. */
  events: z
    .array(z.string().regex(/^[a-z_]+\.([a-z_]+|\*)$/, 'a type as in "incident.declared" or "incident.*"'))
    .optional(),
  /** Private incidents are not told unless asked for. */
  private: z.boolean().default(false),
});

const proxyAddress = z
  .string()
  .refine(
    (address) => parseProxy(address) !== undefined,
    "a proxy's address, as in http://proxy.example:3128",
  );

/** How this machine reaches others. The variables are those of curl and most other programs. */
const network = z.strictObject({
  http_proxy: proxyAddress.optional(),
  https_proxy: proxyAddress.optional(),
  /** Hosts reached without a proxy: names with all below them, addresses, networks; "*" for all. */
  no_proxy: z.string().optional(),
});

const database = z.strictObject({
  /** PostgreSQL, for several replicas. Without it the SQLite file is used. */
  url: z.url({ protocol: /^postgres(ql)?$/, error: "a postgres:// address" }).optional(),
  file: z.string().min(1).default("data/clay-incident.db"),
});

/** The configuration file's shape. Every part has defaults; what must be there depends on what is run. */
export const configSchema = z.strictObject({
  slack: slack.prefault({}),
  clay: clay.prefault({}),
  triage: triage.prefault({}),
  monitor: monitor.prefault({}),
  incident: incident.prefault({}),
  postmortem: z.strictObject({ redact_emails: z.boolean().default(true) }).prefault({}),
  /** How long `prune` keeps what is over, when it is not told; without it, prune has to be. */
  retention: z.strictObject({ days: z.int().positive().optional() }).prefault({}),
  forward: named(forwardTarget),
  runbook: z.strictObject({ file: z.string().min(1).optional() }).prefault({}),
  network: network.prefault({}),
  database: database.prefault({}),
  http: z
    .strictObject({
      host: z.string().min(1).default("0.0.0.0"),
      port: z.int().min(0).max(65_535).default(3000),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
    })
    .prefault({}),
});

/** The configuration as the rest of the program sees it: validated, defaults filled in. */
export type Config = z.output<typeof configSchema>;
