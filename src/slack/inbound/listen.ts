import type {
  App,
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlackAction,
  SlashCommand,
  ViewSubmitAction,
} from "@slack/bolt";
import type { Config } from "../../config/schema.ts";
import type { Handlers } from "./handlers.ts";
import { createOnce } from "./once.ts";
import { chosenValue, fieldsOf } from "./payload.ts";
import type { Person, Reply, Request } from "./request.ts";
import type { Respond } from "./respond.ts";
import { runVerb } from "./run-verb.ts";

/** What listening needs besides the handlers. */
export type ListenPorts = {
  config: Config;
  botUserId: () => string;
  /** Checks the person, runs the work, and turns what goes wrong into a private sentence. */
  admitted: (
    who: { userId: string; teamId: string | undefined },
    work: (person: Person) => Promise<Reply>,
  ) => Promise<Reply>;
  respond: Respond;
};

type Base = Omit<Request, "by">;

/** Registers every handler with Bolt, by exact name. */
export function listen(app: App, handlers: Handlers, ports: ListenPorts): void {
  const { admitted, respond } = ports;

  app.command(ports.config.slack.command, async ({ body, ack }) => {
    const { request, who } = commandRequest(body);
    const reply = await admitted(who, (by) => runVerb(handlers.verbs, body.text, { ...request, by }));
    await ack(reply.say && { response_type: "ephemeral", ...reply.say });
  });

  for (const [actionId, handle] of Object.entries(handlers.actions)) {
    app.action(new RegExp(`^${actionId.replaceAll(".", "\\.")}(:|$)`), async ({ body, ack }) => {
      const { request, who, value } = actionRequest(body as BlockAction);
      const message = messageOf(body as BlockAction);
      const viewId = (body as BlockAction).view?.id;
      const reply = await admitted(who, (by) =>
        handle({ ...request, by, value, ...(message && { message }), ...(viewId && { viewId }) }),
      );
      await ack();
      await respond(reply, { ...request, userId: who.userId, responseUrl: responseUrlOf(body) });
    });
  }

  for (const [callbackId, handle] of Object.entries(handlers.forms)) {
    app.view(callbackId, async ({ body, ack }) => {
      const { view, user } = body as ViewSubmitAction;
      const request: Base = { receipt: `view:${view.id}`, channel: null, triggerId: triggerOf(body) };
      const form = { fields: fieldsOf(view), carried: view.private_metadata, viewId: view.id };
      const reply = await admitted({ userId: user.id, teamId: user.team_id }, (by) =>
        handle({ ...request, ...form, by }),
      );
      if (reply.errors) return ack({ response_action: "errors", errors: reply.errors });
      if (reply.next) return ack({ response_action: "update", view: reply.next });
      await ack();
      await respond(reply, { ...request, userId: user.id });
    });
  }

  for (const [callbackId, handle] of Object.entries(handlers.globalShortcuts)) {
    app.shortcut({ callback_id: callbackId, type: "shortcut" }, async ({ body, ack }) => {
      const { request, who } = shortcutRequest(body);
      const reply = await admitted(who, (by) => handle({ ...request, by }));
      await ack();
      await respond(reply, { ...request, userId: who.userId });
    });
  }

  for (const [callbackId, handle] of Object.entries(handlers.messageShortcuts)) {
    app.shortcut({ callback_id: callbackId, type: "message_action" }, async ({ body, ack }) => {
      const shortcut = body as MessageShortcut;
      const { request, who } = shortcutRequest(shortcut);
      const { ts, text = "", user } = shortcut.message;
      const message = { channel: shortcut.channel.id, ts, text, ...(user && { user }) };
      const channel = shortcut.channel.id;
      const reply = await admitted(who, (by) => handle({ ...request, channel, by, message }));
      await ack();
      await respond(reply, { ...request, channel, userId: who.userId, responseUrl: shortcut.response_url });
    });
  }

  const once = createOnce();
  app.event("app_mention", async ({ event, body }) => {
    if (!event.user || event.bot_id) return;
    const threadTs = event.thread_ts;
    const request: Base = {
      receipt: `mention:${event.channel}:${event.ts}`,
      channel: event.channel,
      ...(threadTs && { threadTs }),
    };
    const text = event.text.replaceAll(`<@${ports.botUserId()}>`, " ");
    const who = { userId: event.user, teamId: event.user_team ?? event.team ?? body.team_id };
    await once(request.receipt, async () => {
      const reply = await admitted(who, (by) => runVerb(handlers.verbs, text, { ...request, by }));
      await respond(reply, { ...request, userId: who.userId });
    });
  });

  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home" || !handlers.home) return;
    const request: Base = { receipt: `home:${event.user}:${event.event_ts}`, channel: null };
    const home = handlers.home;
    await admitted({ userId: event.user, teamId: body.team_id }, async (by) => {
      await home({ ...request, by });
      return {};
    });
  });

  for (const [type, handle] of Object.entries(handlers.events)) {
    app.event(type, async ({ event }) => handle(event as unknown as Parameters<typeof handle>[0]));
  }
}

function commandRequest(body: SlashCommand) {
  const request: Base = {
    receipt: `command:${body.trigger_id}`,
    channel: body.channel_id,
    triggerId: body.trigger_id,
  };
  return { request, who: { userId: body.user_id, teamId: body.team_id } };
}

function actionRequest(body: BlockAction) {
  const action = body.actions[0]!;
  const place = body.container?.message_ts ?? body.view?.id ?? "";
  const threadTs = body.message?.thread_ts as string | undefined;
  const request: Base = {
    receipt: `action:${place}:${action.action_id}:${body.user.id}:${action.action_ts}`,
    channel: body.channel?.id ?? null,
    triggerId: body.trigger_id,
    ...(threadTs && { threadTs }),
  };
  return {
    request,
    who: { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id },
    value: chosenValue(action),
  };
}

function messageOf(body: BlockAction) {
  const ts = body.message?.ts ?? body.container?.message_ts;
  return body.channel && ts ? { channel: body.channel.id, ts: String(ts) } : undefined;
}

function responseUrlOf(body: SlackAction): string | undefined {
  return "response_url" in body && body.response_url ? String(body.response_url) : undefined;
}

function shortcutRequest(body: GlobalShortcut | MessageShortcut) {
  const request: Base = {
    receipt: `shortcut:${body.trigger_id}`,
    channel: null,
    triggerId: body.trigger_id,
  };
  return { request, who: { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id } };
}

function triggerOf(body: unknown): string {
  return (body as { trigger_id: string }).trigger_id;
}
