import type { Form } from "../blocks/form.ts";
import { readCarried } from "../blocks/form.ts";
import { type Reply, refuse } from "./answer/reply.ts";
import type { Desk } from "./desk.ts";
import type { ActionRequest, FormRequest, ShortcutRequest, VerbRequest } from "./request.ts";
import type { VerbHelp } from "./verb-help.ts";
import type { Found, NumbersAre } from "./which-incident.ts";

/** What the bot does on a request. It resolves when the outcome is on disk; Slack shows it afterwards. */
export type Handle<R> = (request: R, desk: Desk) => Promise<Reply>;

/**
 * A verb of the slash command and of mentions, about an incident (named, or the channel's) or about anything. The name
 * it is listed under is what people type.
 */
export type Verb = VerbHelp &
  (
    | {
        about: "incident";
        /** How a number typed first is read. */
        numbersAre?: NumbersAre;
        run(found: Found, request: VerbRequest, desk: Desk): Promise<Reply>;
      }
    | { about: "anything"; run: Handle<VerbRequest> }
  );

/** What happens when a form is sent. */
export type FormHandler = { id: string; run: Handle<FormRequest<string>> };

/** An event of a message, reaction or channel. Nobody waits for an answer; one that rejects is delivered again. */
export type EventHandler = (event: object, desk: Desk) => Promise<void>;

/** One part of what the bot listens to, by the names Slack sends. */
export type Feature = {
  verbs?: Record<string, Verb>;
  /** By action id up to a ":", behind which ids of one block differ. */
  actions?: Record<string, Handle<ActionRequest>>;
  forms?: readonly FormHandler[];
  globalShortcuts?: Record<string, Handle<ShortcutRequest>>;
  messageShortcuts?: Record<string, Handle<ShortcutRequest>>;
  events?: Record<string, EventHandler>;
};

/** Says what happens when a form is sent. One whose luggage cannot be read any more stays open and says so. */
export function onSubmit<Carried>(form: Form<Carried>, run: Handle<FormRequest<Carried>>): FormHandler {
  return {
    id: form.id,
    async run(request, desk) {
      const carried = readCarried(form, request.carried);
      if (carried !== undefined) return run({ ...request, carried }, desk);
      desk.log.warn({ form: form.id, user: request.by.id }, "a form came back in a shape I do not know");
      return refuse(unknownForm);
    },
  };
}

/** What is said of a form that was opened by another version of the bot. */
export const unknownForm =
  "This form was opened by an older or a newer version of me, and I cannot read it. Nothing was changed. " +
  "Copy what you typed, close the form and open it again.";
