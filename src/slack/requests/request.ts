import type { ModalView } from "@slack/types";
import type { Actor } from "../../lib/actor.ts";
import type { Content } from "../deliver/slots.ts";

/** A person of the workspace, as the record names people. */
export type Person = Extract<Actor, { kind: "person" }>;

/** What every request from Slack brings, however it came. */
export type Request = {
  by: Person;
  /** Names this request among all, the same when Slack delivers it again. */
  receipt: string;
  /** The channel it was made in; null for a global shortcut or Home. */
  channel: string | null;
  /** The thread it was made in. */
  threadTs?: string;
  /** Opens one modal, within 3 s. Mentions bring none. */
  triggerId?: string;
};

/** A verb typed after the slash command or a mention, with the rest of what was typed. */
export type VerbRequest = Request & { text: string };

/** A button pressed or an option chosen: `value` is what the button carries, or what was chosen. */
export type ActionRequest = Request & {
  value: string;
  message?: { channel: string; ts: string };
  viewId?: string;
};

/** A form sent: its fields by block id, and what the form carried along. */
export type FormRequest = Request & {
  fields: Record<string, string | string[] | null>;
  carried: string;
  viewId: string;
};

/** A shortcut: global, or on a message. */
export type ShortcutRequest = Request & {
  message?: { channel: string; ts: string; text: string; user?: string; raw: object };
};

/**
 * What the person gets back, privately and at once. Nothing: what they asked for shows elsewhere.
 * `errors` and `next` are for forms: sentences by field, or the view that takes the form's place.
 * `failed`: nothing was done because something went wrong, so what was typed must not be lost.
 * `later`, to a button: what is told in the same place once it is known; soon, and `say` is not told. It never rejects.
 */
export type Reply = {
  say?: Content;
  errors?: Record<string, string>;
  next?: ModalView;
  failed?: true;
  /** Why a command was refused, as plain text: a form stays open with it. */
  refused?: string;
  later?: Promise<Reply>;
};
