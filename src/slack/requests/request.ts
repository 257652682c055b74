import type { Actor } from "../../lib/actor.ts";

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

/** A form's fields by block id: text, the chosen value or values, null where left empty. */
export type Fields = Record<string, string | string[] | null>;

/** A form sent: its fields, and what it carried along, as read by the form's schema. */
export type FormRequest<Carried = unknown> = Request & { fields: Fields; carried: Carried; viewId: string };

/** A shortcut: global, or on a message. */
export type ShortcutRequest = Request & {
  message?: { channel: string; ts: string; text: string; user?: string; raw: object };
};
