import { html } from "../parts/html.ts";
import { openThread } from "../state/go.ts";
import { now, type SeenMessage } from "../state/store.ts";
import { slackDate } from "../text/slack-date.ts";

/** How many replies a message has, and the way to them. */
export function ThreadSummary({ message }: { message: SeenMessage }) {
  const { reply_count: count, latest_reply: latest, thread_ts: thread } = message.raw;
  if (!count && message.raw.subtype !== "thread_broadcast") return null;
  const when = latest ? slackDate(Number(latest), "{time}", { now: now.value }) : "";
  return html`<button type="button" class="thread-summary" onClick=${() => openThread(String(thread ?? message.ts))}>
    ${count ? `${count} ${count === 1 ? "reply" : "replies"}` : "View thread"}
    ${when && html`<span> · last at ${when}</span>`}
  </button>`;
}
