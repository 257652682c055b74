import { useState } from "preact/hooks";
import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { Menu, type MenuItem } from "../parts/menu.ts";
import { interact } from "../state/act.ts";
import { openThread } from "../state/go.ts";
import { acting, actingName, app, type SeenMessage } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";
import { offeredReactions, shownEmoji } from "../text/emoji.ts";
import { EditMessage } from "./edit-message.ts";
import { toggleReaction } from "./reactions.ts";

/** What one can do with a message: react, reply, the app's shortcuts, and with one's own, edit and delete. */
export function MessageTools({ message, inThread }: { message: SeenMessage; inThread: boolean }) {
  const [editing, setEditing] = useState(false);
  const { channel, ts, ephemeral } = message;
  if (ephemeral) return null;
  const ref = { channel, ts };
  const mine = message.user === acting.value?.id;
  const reply = { label: "Reply in thread", onChoose: () => openThread(String(message.raw.thread_ts ?? ts)) };
  const shortcuts: MenuItem[] = (app.value?.shortcuts ?? [])
    .filter(({ type }) => type === "message")
    .map(({ name, callback_id }) => ({
      label: name,
      hint: app.value?.name ?? "",
      onChoose: () => void interact(() => slack("messageShortcut", actingName.value, callback_id, ref)),
    }));
  const own: MenuItem[] = [
    { label: "Edit message", onChoose: () => setEditing(true) },
    { label: "Delete message", onChoose: () => void attempt(() => slack("deleteMessage", ref)) },
  ];
  const reactions = offeredReactions.map((name) => ({
    label: `${shownEmoji(name)} ${name.replaceAll("_", " ")}`,
    onChoose: () => toggleReaction(message, name),
  }));
  return html`<div class="message-tools">
    <${Menu} label="Add a reaction" items=${reactions}>☺<//>
    ${
      !inThread &&
      html`<button type="button" class="icon-button" aria-label="Reply in thread" title="Reply in thread" onClick=${reply.onChoose}>↩</button>`
    }
    <${Menu} label="More: shortcuts, edit, delete" items=${[...shortcuts, ...(mine ? own : [])]}>⋯<//>
    ${editing && html`<${EditMessage} message=${message} onClose=${() => setEditing(false)} />`}
  </div>`;
}
