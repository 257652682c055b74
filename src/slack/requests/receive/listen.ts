import type { App } from "@slack/bolt";
import { noteKeptOut } from "../../../redaction/kept-out.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { fitMessage } from "../../web/fit-message.ts";
import { done, type Reply, refuse, tell, toldAtOnce } from "../answer/reply.ts";
import type { ReplyPlace, Respond } from "../answer/respond.ts";
import type { Desk } from "../desk.ts";
import { unknownForm } from "../feature.ts";
import type { Handlers } from "../handlers.ts";
import type { Admitted } from "../people/admit.ts";
import type { Fields, Person, ShortcutRequest } from "../request.ts";
import { runVerb } from "../run-verb.ts";
import {
  actionRequest,
  commandRequest,
  formRequest,
  globalShortcutRequest,
  mentionRequest,
  messageShortcutRequest,
  type Read,
} from "./from-payload.ts";
import { ackWithinMs } from "./guard-ack.ts";
import { keepSecretsOut, keptOutContent } from "./keep-secrets-out.ts";
import { createOnce } from "./once.ts";

/** The home tab of each person. */
export type HomeTab = {
  /** Draws it for one who looks at it. */
  open(by: Person): Promise<void>;
  /** Says in it why one may not act. */
  refuse(userId: string, why: Content): Promise<void>;
  /** Draws it again, behind the scenes, for one who looked at it lately and has just done something. */
  acted(userId: string): void;
};

/** What listening needs besides the handlers. */
export type ListenPorts = { desk: Desk; admitted: Admitted; respond: Respond; home: HomeTab };

/** Registers every handler with Bolt, by exact name. */
export function listen(app: App, handlers: Handlers, ports: ListenPorts): void {
  listenToCommand(app, handlers, ports);
  listenToActions(app, handlers, ports);
  listenToForms(app, handlers, ports);
  listenToShortcuts(app, handlers, ports);
  listenToMentions(app, handlers, ports);
  listenToEvents(app, handlers, ports);
}

function listenToCommand(
  app: App,
  { verbs }: Handlers,
  { desk, admitted, respond, home }: ListenPorts,
): void {
  app.command(desk.config.slack.command, async ({ body, ack }) => {
    const started = performance.now();
    const { request, who, place } = commandRequest(body);
    const reply = await admitted(who, (by) =>
      keepSecretsOut(request, desk.keepOut, (clean) => runVerb(verbs, clean.text, { ...clean, by }, desk)),
    );
    // An ack has gone out already when the answer took long, saying that it will follow.
    if (performance.now() - started >= ackWithinMs) await respond(reply, place);
    else {
      const content = toldAtOnce(reply);
      await ack(content && { response_type: "ephemeral", ...content });
      if (reply.kind === "later") await respond(await reply.answer, place);
    }
    home.acted(who.userId);
  });
}

/** One listener for all of them: Bolt tries each listener it has on each click. */
function listenToActions(
  app: App,
  { actions }: Handlers,
  { desk, admitted, respond, home }: ListenPorts,
): void {
  const handlers = new Map(Object.entries(actions));
  app.action(/^/, async ({ body, ack }) => {
    const { request, who, place, actionId } = actionRequest(body);
    const handle = handlers.get(actionId.split(":")[0]!);
    const reply = await admitted(who, (by) =>
      keepSecretsOut(
        request,
        desk.keepOut,
        async (clean) => handle?.({ ...clean, by }, desk) ?? tell(unknown("button")),
      ),
    );
    await ack();
    home.acted(who.userId);
    await respond(reply, place);
  });
}

/** During an upgrade a click may reach the process that does not know the button yet, or any more. */
function unknown(what: "button" | "shortcut"): string {
  return (
    `I do not know this ${what}: it was made by a newer or an older version of me. Nothing was changed. ` +
    `Try again in a minute, or use the command: it does all that ${what}s do.`
  );
}

function listenToForms(app: App, { forms }: Handlers, { desk, admitted, respond, home }: ListenPorts): void {
  const handlers = new Map(Object.entries(forms));
  app.view(/^/, async ({ body, ack }) => {
    const started = performance.now();
    const { request, who, place, callbackId } = formRequest(body);
    const form = handlers.get(callbackId);
    const reply = await admitted(who, (by) =>
      keepSecretsOut(
        request,
        desk.keepOut,
        async (clean) => form?.run({ ...clean, by }, desk) ?? refuse(unknownForm),
      ),
    );
    const isClosed = performance.now() - started >= ackWithinMs;
    home.acted(who.userId);
    const answer = formAnswer(reply, request.fields) ?? (desk.tokens.botRefused() && inForm(reply));
    if (answer && !isClosed) return ack(answer);
    await ack();
    await respond(isClosed ? withTyped(reply, request.fields) : reply, place);
  });
}

function listenToShortcuts(app: App, handlers: Handlers, { desk, admitted, respond }: ListenPorts): void {
  const hear = (
    type: "shortcut" | "message_action",
    table: Handlers["globalShortcuts"],
    read: (body: unknown) => Read<ShortcutRequest> & { callbackId: string },
  ) => {
    const known = new Map(Object.entries(table));
    app.shortcut({ callback_id: /^/, type }, async ({ body, ack }) => {
      const { request, who, place, callbackId } = read(body);
      const handle = known.get(callbackId);
      const reply = await admitted(who, (by) =>
        keepSecretsOut(
          request,
          desk.keepOut,
          async (clean) => handle?.({ ...clean, by }, desk) ?? tell(unknown("shortcut")),
        ),
      );
      await ack();
      await respond(reply, place);
    });
  };
  hear("shortcut", handlers.globalShortcuts, globalShortcutRequest);
  hear("message_action", handlers.messageShortcuts, messageShortcutRequest);
}

function listenToMentions(app: App, { verbs }: Handlers, { desk, admitted, respond }: ListenPorts): void {
  const once = createOnce();
  app.event("app_mention", async ({ event, body }) => {
    const read = mentionRequest(event, body.team_id);
    if (!read) return;
    const { request, who, place } = read;
    const text = request.text.replaceAll(`<@${desk.botUserId()}>`, " ");
    await once(request.receipt, async () => {
      const reply = await admitted(who, (by) =>
        keepSecretsOut({ ...request, text }, desk.keepOut, (clean) =>
          runVerb(verbs, clean.text, { ...clean, by }, desk),
        ),
      );
      await respond(reply, place);
    });
  });
}

function listenToEvents(
  app: App,
  { events }: Handlers,
  { desk, admitted, home, respond }: ListenPorts,
): void {
  for (const [type, handlers] of Object.entries(events)) {
    app.event(type, async ({ event }) => {
      const { kinds } = await noteKeptOut(async () => {
        for (const handle of handlers) await handle(event, desk);
      });
      const place = kinds.length > 0 && placeOf(event);
      if (place) await respond({ kind: "told", content: keptOutContent(kinds) }, place);
    });
  }
  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home") return;
    const who = { userId: event.user, teamId: body.team_id };
    const reply = await admitted(who, async (by) => {
      await home.open(by);
      return done;
    });
    const why = toldAtOnce(reply);
    if (why) await home.refuse(event.user, why);
  });
}

/** Where whoever caused an event is told something; undefined where it does not say who that is. */
function placeOf(event: object): ReplyPlace | undefined {
  const { user, channel, item, message } = event as {
    user?: unknown;
    channel?: unknown;
    item?: { channel?: unknown };
    message?: { user?: unknown };
  };
  const userId = user ?? message?.user;
  const where = channel ?? item?.channel;
  return typeof userId === "string"
    ? { userId, channel: typeof where === "string" ? where : null }
    : undefined;
}

/** What a form is answered with: errors and a next view keep it open, and so does what was not done. */
function formAnswer(reply: Reply, fields: Fields) {
  if (reply.kind === "next")
    return { response_action: "update" as const, ...fitMessage({ view: reply.view }) };
  const [first] = Object.keys(fields);
  const errors = errorsOf(reply, first);
  return errors && { response_action: "errors" as const, errors };
}

/** A form takes no message for an answer; while Slack refuses the token, nothing else reaches the person. */
function inForm(reply: Reply) {
  const content = toldAtOnce(reply);
  const plain = (text: string) => ({ type: "plain_text" as const, text });
  const blocks = content?.blocks;
  return (
    blocks && {
      response_action: "update" as const,
      view: { type: "modal" as const, title: plain("Saved, not shown yet"), close: plain("Close"), blocks },
    }
  );
}

/** Sentences by the field they are shown under. */
function errorsOf(reply: Reply, first: string | undefined): Record<string, string> | undefined {
  if (reply.kind === "invalid") return reply.errors;
  if (reply.kind !== "refused" && reply.kind !== "failed") return undefined;
  const field = (reply.kind === "refused" && reply.field) || first;
  if (!field) return undefined;
  return { [field]: reply.kind === "refused" ? reply.sentence : reply.content.text };
}

/** The form was closed before its outcome was known: what went wrong is told with what had been typed. */
function withTyped(reply: Reply, fields: Fields): Reply {
  const wrong = Object.values(errorsOf(reply, "form") ?? {}).join(" ");
  if (!wrong && reply.kind !== "next") return reply;
  const typed = Object.values(fields).flatMap((field) => (typeof field === "string" ? field : []));
  return {
    kind: "told",
    content: plainContent(
      [wrong || "Please open the form again and confirm.", "You had typed:", ...typed].join("\n"),
    ),
  };
}
