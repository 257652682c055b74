import type { ReplyPlace } from "../answer/respond.ts";
import type {
  ActionRequest,
  Fields,
  FormRequest,
  Request,
  ShortcutRequest,
  VerbRequest,
} from "../request.ts";
import * as payloads from "./payloads.ts";

/** A request before it is known whether the person may act, and where its private answer goes. */
export type Read<R extends Request = Request> = {
  request: Omit<R, "by">;
  who: { userId: string; teamId: string | undefined };
  place: ReplyPlace;
};

// What does not fit a schema was refused before it came here (refuse-unreadable.ts).

/** Reads a slash command. Its answer is its ack, unless that went out before. */
export function commandRequest(body: unknown): Read<VerbRequest> {
  const { text, trigger_id, channel_id, user_id, team_id, response_url } = payloads.command.parse(body);
  return {
    request: { receipt: `command:${trigger_id}`, channel: channel_id, triggerId: trigger_id, text },
    who: { userId: user_id, teamId: team_id },
    place: { userId: user_id, channel: channel_id, responseUrl: response_url },
  };
}

/** Reads a button pressed or an option chosen, in a message or a view. */
export function actionRequest(body: unknown): Read<ActionRequest> & { actionId: string } {
  const { actions, user, team, ...from } = payloads.action.parse(body);
  const [action] = actions;
  const ts = from.message?.ts ?? from.container?.message_ts;
  const channel = from.channel?.id ?? null;
  // An ephemeral message comes without itself; where it stood is known all the same.
  const threadTs = from.message?.thread_ts ?? from.container?.thread_ts;
  const viewId = from.view?.id;
  return {
    actionId: action.action_id,
    request: {
      receipt: `action:${ts ?? viewId}:${action.action_id}:${user.id}:${action.action_ts}`,
      channel,
      value: chosenValue(action) ?? "",
      ...(from.trigger_id && { triggerId: from.trigger_id }),
      ...(threadTs && { threadTs }),
      ...(channel && ts && { message: { channel, ts } }),
      ...(viewId && { viewId }),
    },
    who: { userId: user.id, teamId: user.team_id ?? team?.id },
    place: {
      userId: user.id,
      channel,
      responseUrl: from.response_url || undefined,
      ...(threadTs && { threadTs }),
    },
  };
}

/** Reads a form sent. */
export function formRequest(body: unknown): Read<FormRequest<string>> & { callbackId: string } {
  const { view, user, team, trigger_id } = payloads.form.parse(body);
  return {
    callbackId: view.callback_id,
    request: {
      receipt: `view:${view.id}`,
      channel: null,
      ...(trigger_id && { triggerId: trigger_id }),
      fields: fieldsOf(view.state.values),
      carried: view.private_metadata,
      viewId: view.id,
    },
    who: { userId: user.id, teamId: user.team_id ?? team?.id },
    place: { userId: user.id, channel: null },
  };
}

/** Reads a global shortcut. */
export function globalShortcutRequest(body: unknown): Read<ShortcutRequest> & { callbackId: string } {
  const { trigger_id: triggerId, user, team, callback_id } = payloads.globalShortcut.parse(body);
  return {
    callbackId: callback_id,
    request: { receipt: `shortcut:${triggerId}`, channel: null, triggerId },
    who: { userId: user.id, teamId: user.team_id ?? team?.id },
    place: { userId: user.id, channel: null },
  };
}

/** Reads a shortcut on a message. */
export function messageShortcutRequest(body: unknown): Read<ShortcutRequest> & { callbackId: string } {
  const read = payloads.messageShortcut.parse(body);
  const { trigger_id: triggerId, user, team, response_url: responseUrl } = read;
  const channel = read.channel.id;
  const { ts, text = "", user: author, thread_ts: threadTs } = read.message;
  return {
    callbackId: read.callback_id,
    request: {
      receipt: `shortcut:${triggerId}`,
      channel,
      triggerId,
      ...(threadTs && { threadTs }),
      message: { channel, ts, text, raw: read.message, ...(author && { user: author }) },
    },
    who: { userId: user.id, teamId: user.team_id ?? team?.id },
    place: { userId: user.id, channel, responseUrl },
  };
}

/**
 * Reads a mention of the bot; undefined for one by an app. It brings no trigger, so it can open no form. `workspace` is
 * where the event comes from.
 */
export function mentionRequest(event: unknown, workspace: string | undefined): Read<VerbRequest> | undefined {
  const { text, channel, ts, thread_ts: threadTs, ...from } = payloads.mention.parse(event);
  if (!from.user || from.bot_id) return undefined;
  const where = { channel, ...(threadTs && { threadTs }) };
  return {
    // Slack delivers one mention several times, also under new event ids; channel and ts stay the same.
    request: { receipt: `mention:${channel}:${ts}`, ...where, text },
    who: { userId: from.user, teamId: from.user_team ?? from.team ?? workspace },
    place: { userId: from.user, ...where },
  };
}

/** A form's fields by block id: text, the chosen value or values, null where left empty. */
function fieldsOf(values: FormValues): Fields {
  return Object.fromEntries(
    Object.entries(values).map(([blockId, elements]) => {
      const [element] = Object.values(elements);
      return [blockId, element ? fieldValue(element) : null];
    }),
  );
}

type FormValues = ReturnType<typeof payloads.form.parse>["view"]["state"]["values"];
type Field = FormValues[string][string];

function fieldValue(element: Field): string | string[] | null {
  if (element.selected_options) return element.selected_options.map(({ value }) => value);
  if (element.selected_users) return element.selected_users;
  return chosenValue(element) ?? (element.selected_date_time ? String(element.selected_date_time) : null);
}

type Chosen = Pick<
  Field,
  "value" | "selected_option" | "selected_user" | "selected_channel" | "selected_conversation"
>;

/** What a button carries, what was typed, or what was chosen in a select. */
function chosenValue(chosen: Chosen): string | undefined {
  return (
    chosen.value ??
    chosen.selected_option?.value ??
    chosen.selected_user ??
    chosen.selected_channel ??
    chosen.selected_conversation ??
    undefined
  );
}
