import { html } from "../parts/html.ts";
import { closeThread } from "../state/go.ts";
import { acting, channel, threadMessages, threadTs } from "../state/store.ts";
import { Composer } from "./composer.ts";
import { MessageList } from "./message-list.ts";

/** A message and its replies, beside the channel. */
export function Thread() {
  const open = channel.value;
  if (!open || !threadTs.value) return null;
  const member = open.members.includes(acting.value?.id ?? "") && !open.archived;
  return html`<aside class="thread" aria-label="Thread">
    <header class="pane-header">
      <h2>Thread</h2>
      <button type="button" class="icon-button" aria-label="Close thread" onClick=${closeThread}>✕</button>
    </header>
    <${MessageList} key=${threadTs.value} messages=${threadMessages.value} label="Thread" inThread=${true} />
    ${member && html`<${Composer} key=${`reply-${threadTs.value}`} channelId=${open.id} threadTs=${threadTs.value} label="Reply in thread" />`}
  </aside>`;
}
