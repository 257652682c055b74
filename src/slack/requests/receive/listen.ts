import type {
  App,
  BlockAction,
  BlockElementAction,
  GlobalShortcut,
  MessageShortcut,
  ViewSubmitAction,
} from "@slack/bolt";
import type { Config } from "../../../config/schema.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Respond } from "../answer/respond.ts";
import type { Handlers } from "../handlers.ts";
import type { FormRequest, Person, Reply } from "../request.ts";
import { runVerb } from "../run-verb.ts";
import {
  actionRequest,
  commandRequest,
  formRequest,
  globalShortcutRequest,
  mentionRequest,
  messageShortcutRequest,
} from "./from-payload.ts";
import { ackWithinMs } from "./guard-ack.ts";
import { createOnce } from "./once.ts";

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
  { verbs, home }: Handlers,
  { config, admitted, respond }: ListenPorts,
): void {
  app.command(config.slack.command, async ({ body, ack }) => {
    const started = performance.now();
    const { request, who, place } = commandRequest(body);
    const reply = await admitted(who, (by) => runVerb(verbs, body.text, { ...request, by }));
    // An ack has gone out already when the answer took long, saying that it will follow.
    if (performance.now() - started >= ackWithinMs) await respond(reply, place);
    else await ack(reply.say && { response_type: "ephemeral", ...reply.say });
    home?.acted(who.userId);
  });
}

/** One listener for all of them: Bolt tries each listener it has on each click. */
function listenToActions(app: App, { actions, home }: Handlers, { admitted, respond }: ListenPorts): void {
  const handlers = new Map(Object.entries(actions));
  app.action(/^/, async ({ body, action, ack }) => {
    const { request, who, place } = actionRequest(body as BlockAction);
    const handle = handlers.get((action as BlockElementAction).action_id.split(":")[0]!);
    const reply = await admitted(who, async (by) => handle?.({ ...request, by }) ?? unknownButton);
    await ack();
    home?.acted(who.userId);
    await respond(reply, place);
  });
}

/** During an upgrade a click may reach the process that does not know the button yet, or any more. */
const unknownButton: Reply = {
  say: plainContent(
    "I do not know this button: it was made by a newer or an older version of me. Nothing was changed. " +
      "Try again in a minute, or use the command: it does all that buttons do.",
  ),
};

function listenToForms(app: App, { forms, home }: Handlers, { admitted, respond }: ListenPorts): void {
  for (const [callbackId, handle] of Object.entries(forms)) {
    app.view(callbackId, async ({ body, ack }) => {
      const started = performance.now();
      const { request, who, place } = formRequest(body as ViewSubmitAction);
      const reply = await admitted(who, (by) => handle({ ...request, by }));
      const isClosed = performance.now() - started >= ackWithinMs;
      home?.acted(who.userId);
      const answer = formAnswer(reply, request.fields);
      if (answer && !isClosed) return ack(answer);
      await ack();
      await respond(isClosed ? withTyped(reply, request.fields) : reply, place);
    });
  }
}

function listenToShortcuts(app: App, handlers: Handlers, { admitted, respond }: ListenPorts): void {
  for (const [callbackId, handle] of Object.entries(handlers.globalShortcuts)) {
    app.shortcut({ callback_id: callbackId, type: "shortcut" }, async ({ body, ack }) => {
      const { request, who, place } = globalShortcutRequest(body as GlobalShortcut);
      const reply = await admitted(who, (by) => handle({ ...request, by }));
      await ack();
      await respond(reply, place);
    });
  }
  for (const [callbackId, handle] of Object.entries(handlers.messageShortcuts)) {
    app.shortcut({ callback_id: callbackId, type: "message_action" }, async ({ body, ack }) => {
      const { request, who, place } = messageShortcutRequest(body as MessageShortcut);
      const reply = await admitted(who, (by) => handle({ ...request, by }));
      await ack();
      await respond(reply, place);
    });
  }
}

function listenToMentions(
  app: App,
  { verbs }: Handlers,
  { admitted, respond, botUserId }: ListenPorts,
): void {
  const once = createOnce();
  app.event("app_mention", async ({ event, body }) => {
    if (!event.user || event.bot_id) return;
    const { request, who, place } = mentionRequest(event, event.user, body.team_id);
    const text = event.text.replaceAll(`<@${botUserId()}>`, " ");
    await once(request.receipt, async () => {
      const reply = await admitted(who, (by) => runVerb(verbs, text, { ...request, by }));
      await respond(reply, place);
    });
  });
}

function listenToEvents(app: App, { events, home }: Handlers, { admitted }: ListenPorts): void {
  for (const [type, handle] of Object.entries(events)) {
    app.event(type, async ({ event }) => handle(event as unknown as Parameters<typeof handle>[0]));
  }
  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home" || !home) return;
    const who = { userId: event.user, teamId: body.team_id };
    const { say } = await admitted(who, async (by) => {
      await home.open(by);
      return {};
    });
    if (say) await home.refuse(event.user, say);
  });
}

/** What a form is answered with: errors and a next view keep it open, and so does what could not be saved. */
function formAnswer(reply: Reply, fields: FormRequest["fields"]) {
  const [first] = Object.keys(fields);
  const wrong = whyNotDone(reply);
  const errors = reply.errors ?? (wrong && first ? { [first]: wrong } : undefined);
  if (errors) return { response_action: "errors" as const, errors };
  return reply.next && { response_action: "update" as const, view: reply.next };
}

function whyNotDone({ refused, failed, say }: Reply): string | undefined {
  return refused ?? (failed ? say?.text : undefined);
}

/** The form was closed before its outcome was known: what went wrong is told with what had been typed. */
function withTyped(reply: Reply, fields: FormRequest["fields"]): Reply {
  const wrong = whyNotDone(reply) ?? Object.values(reply.errors ?? {}).join(" ");
  if (!wrong && !reply.next) return reply;
  const typed = Object.values(fields).flatMap((field) => (typeof field === "string" ? field : []));
  return {
    say: plainContent(
      [wrong || "Please open the form again and confirm.", "You had typed:", ...typed].join("\n"),
    ),
  };
}
