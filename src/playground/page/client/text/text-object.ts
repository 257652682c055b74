import type { Fields } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { shownEmoji } from "./emoji.ts";
import { Mrkdwn } from "./mrkdwn-view.ts";

/** A text object of Block Kit: mrkdwn, or plain text whose shortcodes become emoji. */
export function TextObject({ text }: { text: unknown }) {
  const { type, text: content = "" } = (text ?? {}) as Fields;
  if (type === "mrkdwn") return html`<${Mrkdwn} text=${String(content)} />`;
  return html`<span class="plain">${plainOf(text)}</span>`;
}

/** A plain text object as a string, for labels and buttons. */
export function plainOf(text: unknown): string {
  const content = typeof text === "string" ? text : String((text as Fields | undefined)?.text ?? "");
  return content.replace(/:([a-z0-9_+-]+):/g, (_whole, name: string) => shownEmoji(name));
}
