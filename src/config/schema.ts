import { z } from "zod";

const name = z.string().regex(/^[\w .-]{1,60}$/, "a short name of letters, digits, spaces, '.', '_' or '-'");
const httpUrl = z.url({ protocol: /^https?$/ });
const minutes = z.number().positive();

const slack = z.strictObject({
  mode: z.enum(["socket", "http"]).default("socket"),
  bot_token: z.string().optional(),
  app_token: z.string().optional(),
  signing_secret: z.string().optional(),
  /** Another address of the Web API: the local Slack, or GovSlack. */
  api_url: httpUrl.default("https://slack.com/api/"),
  /** The slash command as the manifest registers it. */
  command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/).default("/clay-incident"),
  /** Two connections, so that Slack's refresh of one loses no click. */
  connections: z.int().min(1).max(10).default(2),
  allow_guests: z.boolean().default(false),
  allow_external: z.boolean().default(false),
});

const clay = z.strictObject({
  /** Rootly's or Statuspage's JSON. Rootly's shape is documented; that Clay's page answers it is not verified. */
  status_url: httpUrl.default("https://status.clay.com/api/v1/status.json"),
  status_page: httpUrl.default("https://status.clay.com"),
  hosts: z
    .array(httpUrl)
    .default(["https://www.clay.com", "https://app.clay.com", "https://api.clay.com"]),
  api_url: httpUrl.default("https://api.clay.com"),
  me_path: z.string().default("/public/v0/me"),
  enterprise_path: z.string().default("/v1/people/enrich"),
  credits_path: z.string().default("/public/v0/credits/balance"),
  webhooks: z
    .array(
      z.strictObject({
        name,
        url: httpUrl,
        auth_token: z.string().optional(),
        submit: z.enum(["ask", "always", "never"]).default("ask"),
      }),
    )
    .default([]),
  keys: z
    .array(z.strictObject({ name, key: z.string().min(1), kind: z.enum(["public", "enterprise"]).default("public") }))
    .default([]),
  callbacks: z.array(z.strictObject({ name, url: httpUrl })).default([]),
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

const incident = z.strictObject({
  /** {date} 20261123, {number} 12, {slug} of the title. */
  channel_pattern: z.string().default("inc-{date}-{number}-{slug}"),
  announcements_channel: z.string().optional(),
  invite_users: z.array(z.string()).default([]),
  invite_usergroup: z.string().optional(),
  escalation_contact: z.string().optional(),
  bookmarks: z.array(z.strictObject({ title: z.string().max(80), url: httpUrl, emoji: z.string().optional() })).default([]),
  duplicate_window_minutes: minutes.default(30),
  archive_after_hours: z.number().positive().default(72),
  pin_emoji: z.string().default("pushpin"),
  /** A user group whose members alone may do this. Empty: everyone in the workspace. */
  may_declare: z.string().optional(),
  may_resolve: z.string().optional(),
  may_export: z.string().optional(),
  business_hours: z
    .strictObject({
      zone: z.string().default("UTC"),
      days: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5]),
      from: z.string().regex(/^\d\d:\d\d$/).default("09:00"),
      to: z.string().regex(/^\d\d:\d\d$/).default("17:00"),
    })
    .prefault({}),
});

/** The configuration file's shape. Every part has defaults; what must be there depends on what is run. */
export const configSchema = z.strictObject({
  slack: slack.prefault({}),
  clay: clay.prefault({}),
  triage: triage.prefault({}),
  incident: incident.prefault({}),
  runbook: z.strictObject({ file: z.string().optional() }).prefault({}),
  database: z
    .strictObject({ url: z.string().optional(), file: z.string().default("data/clay-incident.db") })
    .prefault({}),
  http: z
    .strictObject({ host: z.string().default("0.0.0.0"), port: z.int().min(0).max(65_535).default(3000) })
    .prefault({}),
  log: z
    .strictObject({ level: z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]).default("info") })
    .prefault({}),
});

/** The configuration as the rest of the program sees it: validated, defaults filled in. */
export type Config = z.output<typeof configSchema>;
