import { anyVerbAction, verbAction } from "../blocks/verb-action.ts";
import type { HomeTab } from "../features/home/home-handle.ts";
import type { ActionRequest, FormRequest, Reply, ShortcutRequest, VerbRequest } from "./request.ts";
import { runVerb } from "./run-verb.ts";

/** What the bot does on a request. A handler returns when the outcome is on disk; Slack shows it afterwards. */
export type Handler<R> = (request: R) => Promise<Reply>;

/** A verb of the slash command and of mentions. */
export type Verb = { usage: string; summary: string; run: Handler<VerbRequest> };

/** An event of a message, reaction or channel, as Slack sends it. Nobody waits for an answer. */
export type EventHandler = (event: { type: string; [field: string]: unknown }) => Promise<void>;

/** All the bot listens to, by the names Slack sends. */
export type Handlers = {
  verbs: Record<string, Verb>;
  /** By action id up to a ":", behind which ids of one block differ. */
  actions: Record<string, Handler<ActionRequest>>;
  forms: Record<string, Handler<FormRequest>>;
  globalShortcuts: Record<string, Handler<ShortcutRequest>>;
  messageShortcuts: Record<string, Handler<ShortcutRequest>>;
  events: Record<string, EventHandler>;
  home?: HomeTab;
};

/** Puts parts of the bot's handlers together. Events go to all who listen; else two that claim one name throw. */
export function mergeHandlers(...parts: Partial<Handlers>[]): Handlers {
  const merged: Handlers = {
    verbs: {},
    actions: {},
    forms: {},
    globalShortcuts: {},
    messageShortcuts: {},
    events: {},
  };
  for (const { home, ...tables } of parts) {
    if (home) merged.home = home;
    for (const [table, entries] of Object.entries(tables)) {
      const target = merged[table as keyof typeof tables] as Record<string, unknown>;
      for (const [name, handler] of Object.entries(entries)) {
        if (table === "events" && name in target) {
          target[name] = both(target[name] as EventHandler, handler as EventHandler);
        } else if (name in target) {
          throw new Error(`Two handlers for ${table} "${name}"`);
        } else target[name] = handler;
      }
    }
  }
  return merged;
}

function both(first: EventHandler, second: EventHandler): EventHandler {
  return async (event) => {
    await first(event);
    await second(event);
  };
}

/** Buttons and lists that run a verb, with their value as what is typed after it. */
export function verbActions(verbs: Handlers["verbs"]): Handlers["actions"] {
  const run =
    (typed: (value: string) => string): Handler<ActionRequest> =>
    (request) =>
      runVerb(verbs, typed(request.value), request);
  const named = Object.keys(verbs).map((name) => [verbAction(name), run((value) => `${name} ${value}`)]);
  return { ...Object.fromEntries(named), [anyVerbAction]: run((value) => value) };
}
