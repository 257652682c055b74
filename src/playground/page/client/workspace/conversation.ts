import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { acting, actingName, app, channel, messages } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";
import { ChannelHeader } from "./channel-header.ts";
import { Composer } from "./composer.ts";
import { MessageList } from "./message-list.ts";

/** A channel: what it is about, what was said, and where one says something. */
export function Conversation() {
  const open = channel.value;
  if (!open) return html`<p class="empty">Loading…</p>`;
  return html`<${ChannelHeader} channel=${open} />
    <${MessageList} key=${open.id} messages=${messages.value} label=${`Messages in ${open.name || app.value?.name}`} />
    <${Below} key=${`${open.id}-below`} />`;
}

/** The composer, or why there is none. */
function Below() {
  const open = channel.value!;
  if (open.archived) return html`<p class="no-composer">This channel is archived.</p>`;
  if (open.kind === "im" && app.value?.home.messages_tab_read_only_enabled) {
    return html`<p class="no-composer">Sending messages to this app has been turned off.</p>`;
  }
  if (!open.members.includes(acting.value?.id ?? "")) {
    const join = () => void attempt(() => slack("join", open.id, actingName.value));
    return html`<p class="no-composer">
      You look at #${open.name} without being in it.
      <button type="button" class="button primary" onClick=${join}>Join channel</button>
    </p>`;
  }
  return html`<${Composer} channelId=${open.id} label=${`Message ${open.name ? `#${open.name}` : app.value?.name}`} />`;
}
