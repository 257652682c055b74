import type {
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewSubmitAction,
} from "@slack/bolt";
import type { AppMentionEvent } from "@slack/types";
import type { ReplyPlace } from "../answer/respond.ts";
import type { ActionRequest, FormRequest, Request, ShortcutRequest } from "../request.ts";
import { chosenValue, fieldsOf } from "./payload.ts";

/** A request before it is known whether the person may act, and where its private answer goes. */
export type Read<R extends Request = Request> = {
  request: Omit<R, "by">;
  who: { userId: string; teamId: string | undefined };
  place: ReplyPlace;
};

/** Reads a slash command. Its answer is its ack, unless that went out before. */
export function commandRequest(body: SlashCommand): Read {
  const { trigger_id: triggerId, channel_id: channel, user_id: userId, team_id: teamId } = body;
  const responseUrl = body.response_url;
  return {
    request: { receipt: `command:${triggerId}`, channel, triggerId },
    who: { userId, teamId },
    place: { userId, channel, responseUrl },
  };
}

/** Reads a button pressed or an option chosen, in a message or a view. */
export function actionRequest(body: BlockAction): Read<ActionRequest> {
  const action = body.actions[0]!;
  const ts = body.message?.ts ?? body.container?.message_ts;
  const channel = body.channel?.id ?? null;
  // An ephemeral message comes without itself; where it stood is known all the same.
  const threadTs = (body.message?.thread_ts ?? body.container?.thread_ts) as string | undefined;
  const viewId = body.view?.id;
  const userId = body.user.id;
  return {
    request: {
      receipt: `action:${ts ?? viewId}:${action.action_id}:${userId}:${action.action_ts}`,
      channel,
      triggerId: body.trigger_id,
      value: chosenValue(action),
      ...(threadTs && { threadTs }),
      ...(channel && ts && { message: { channel, ts: String(ts) } }),
      ...(viewId && { viewId }),
    },
    who: { userId, teamId: body.user.team_id ?? body.team?.id },
    place: { userId, channel, responseUrl: body.response_url || undefined, ...(threadTs && { threadTs }) },
  };
}

/** Reads a form sent. */
export function formRequest({ view, user, ...body }: ViewSubmitAction): Read<FormRequest<string>> {
  return {
    request: {
      receipt: `view:${view.id}`,
      channel: null,
      triggerId: (body as unknown as { trigger_id: string }).trigger_id,
      fields: fieldsOf(view),
      carried: view.private_metadata,
      viewId: view.id,
    },
    who: { userId: user.id, teamId: user.team_id },
    place: { userId: user.id, channel: null },
  };
}

/** Reads a global shortcut. */
export function globalShortcutRequest({
  trigger_id: triggerId,
  user,
  team,
}: GlobalShortcut): Read<ShortcutRequest> {
  return {
    request: { receipt: `shortcut:${triggerId}`, channel: null, triggerId },
    who: { userId: user.id, teamId: user.team_id ?? team?.id },
    place: { userId: user.id, channel: null },
  };
}

/** Reads a shortcut on a message. */
export function messageShortcutRequest(body: MessageShortcut): Read<ShortcutRequest> {
  const { trigger_id: triggerId, user, team, response_url: responseUrl } = body;
  const channel = body.channel.id;
  const { ts, text = "", user: author, thread_ts: threadTs } = body.message;
  return {
    request: {
      receipt: `shortcut:${triggerId}`,
      channel,
      triggerId,
      ...(threadTs && { threadTs: String(threadTs) }),
      message: { channel, ts, text, raw: body.message, ...(author && { user: author }) },
    },
    who: { userId: user.id, teamId: user.team_id ?? team?.id },
    place: { userId: user.id, channel, responseUrl },
  };
}

/** Reads a mention of the bot. It brings no trigger, so it can open no form. */
export function mentionRequest(event: AppMentionEvent, userId: string, workspace: string | undefined): Read {
  const { channel, ts, thread_ts: threadTs, user_team, team } = event;
  const where = { channel, ...(threadTs && { threadTs }) };
  return {
    // Slack delivers one mention several times, also under new event ids; channel and ts stay the same.
    request: { receipt: `mention:${channel}:${ts}`, ...where },
    who: { userId, teamId: user_team ?? team ?? workspace },
    place: { userId, ...where },
  };
}
