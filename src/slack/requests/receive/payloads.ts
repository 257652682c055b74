import { z } from "zod";

// What Slack sends, as far as the bot reads it (docs.slack.dev/interactivity/handling-user-interaction,
// docs.slack.dev/reference/interaction-payloads). What is not read may change without us.

const text = z.string();
const perhaps = text.nullish().transform((value) => value ?? undefined);
const named = z.object({ id: text }).nullish();
const team = z.looseObject({ id: text }).nullish();
const user = z.object({ id: text, team_id: perhaps });
const option = z.object({ value: text }).nullish();

/** A slash command. */
export const command = z.object({
  command: text,
  text: text.default(""),
  trigger_id: text,
  channel_id: text,
  user_id: text,
  team_id: perhaps,
  response_url: perhaps,
});

const chosen = {
  value: text.nullish(),
  selected_option: option,
  selected_user: text.nullish(),
  selected_channel: text.nullish(),
  selected_conversation: text.nullish(),
};

/** A button pressed or an option chosen, in a message or a view. */
export const action = z.object({
  type: z.literal("block_actions"),
  actions: z.tuple([z.object({ action_id: text, action_ts: text, ...chosen })], z.unknown()),
  user,
  team,
  channel: named,
  message: z.object({ ts: text, thread_ts: perhaps }).nullish(),
  container: z.object({ message_ts: perhaps, thread_ts: perhaps }).nullish(),
  view: named,
  trigger_id: perhaps,
  response_url: perhaps,
});

const field = z.object({
  ...chosen,
  selected_options: z.array(z.object({ value: text })).nullish(),
  selected_users: z.array(text).nullish(),
  selected_date_time: z.number().nullish(),
});

/** A form sent. */
export const form = z.object({
  type: z.literal("view_submission"),
  view: z.object({
    id: text,
    callback_id: text,
    private_metadata: text.default(""),
    state: z.object({ values: z.record(text, z.record(text, field)) }),
  }),
  user,
  team,
  trigger_id: perhaps,
});

/** A global shortcut. */
export const globalShortcut = z.object({
  type: z.literal("shortcut"),
  callback_id: text,
  trigger_id: text,
  user,
  team,
});

/** A shortcut on a message. */
export const messageShortcut = globalShortcut.extend({
  type: z.literal("message_action"),
  channel: z.object({ id: text }),
  message: z.looseObject({ ts: text, text: perhaps, user: perhaps, thread_ts: perhaps }),
  response_url: perhaps,
});

/** A mention of the bot. */
export const mention = z.object({
  type: z.literal("app_mention"),
  text,
  channel: text,
  ts: text,
  thread_ts: perhaps,
  user: perhaps,
  bot_id: perhaps,
  user_team: perhaps,
  team: perhaps,
});

/** Somebody looked at the app's own tabs. */
export const homeOpened = z.object({ type: z.literal("app_home_opened"), user: text, tab: text });

/** Any other event, as far as Bolt looks into it; each handler of one has a schema of its own. */
const otherEvent = z.object({
  type: text,
  channel: z.union([text, z.looseObject({})]).optional(),
  item: z.looseObject({}).optional(),
});

const event = z.object({
  team_id: perhaps,
  event: z.union([
    mention,
    homeOpened,
    otherEvent.refine(({ type }) => type !== "app_mention" && type !== "app_home_opened"),
  ]),
});

/** Says what is wrong with a payload, without its content; undefined when it can be read. */
export function problemWith(body: unknown): string | undefined {
  const read = schemaFor(body).safeParse(body);
  return read.success ? undefined : z.prettifyError(read.error);
}

/** By what Bolt sorts payloads by, in its order. */
function schemaFor(body: unknown): z.ZodType {
  const found = (typeof body === "object" && body !== null ? body : {}) as { [name: string]: unknown };
  if (found.event !== undefined) return event;
  if (found.command !== undefined) return command;
  return z.discriminatedUnion("type", [action, form, globalShortcut, messageShortcut]);
}
