import type { Block, Fields } from "../../../slack/workspace/types.ts";
import { Blocks } from "../blocks/blocks.ts";
import { BlockPlaceContext } from "../blocks/place.ts";
import { Avatar } from "../parts/avatar.ts";
import { html } from "../parts/html.ts";
import { app, now, people, type SeenMessage } from "../state/store.ts";
import { parseInline } from "../text/mrkdwn.ts";
import { Mrkdwn, renderInline } from "../text/mrkdwn-view.ts";
import { slackDate } from "../text/slack-date.ts";
import { Files } from "./files.ts";
import { MessageTools } from "./message-tools.ts";
import { Reactions } from "./reactions.ts";
import { ThreadSummary } from "./thread-summary.ts";

/** Tells whether Slack itself noted this: joins, topics, archiving. */
export function isNotice({ raw }: SeenMessage): boolean {
  return /^(channel|group)_/.test(String(raw.subtype ?? ""));
}

/** One message, whoever said it. `follows`: it stands under the name of the one before. */
export function Message(props: { message: SeenMessage; follows: boolean; inThread: boolean }) {
  const { message, follows, inThread } = props;
  const { ts, user, ephemeral, raw } = message;
  const person = people.value.find(({ id }) => id === user);
  const name = person?.role === "bot" ? (app.value?.name ?? person.name) : (person?.realName ?? "Someone");
  if (isNotice(message)) return html`<${Notice} message=${message} name=${name} />`;
  const look = ["message", follows && "follows", ephemeral && "ephemeral", raw.pinned_to && "pinned"];
  return html`<article
    id=${inThread ? undefined : `message-${ts}`}
    class=${look.filter(Boolean).join(" ")}
    aria-label=${`${name}, ${timeOf(ts)}`}
    tabindex="-1"
  >
    <div class="gutter">${follows ? html`<${Time} ts=${ts} />` : html`<${Avatar} person=${person} />`}</div>
    <div class="message-body">
      ${ephemeral && html`<p class="only-you">👁 Only visible to you</p>`}
      ${raw.pinned_to && !inThread ? html`<p class="only-you">📌 Pinned</p>` : null}
      ${raw.subtype === "thread_broadcast" && !inThread ? html`<p class="only-you">↩ also sent to a thread</p>` : null}
      ${
        !follows &&
        html`<p class="author">
        <strong>${name}</strong>${person?.role === "bot" && html`<span class="app-badge">APP</span>`}
        <${Time} ts=${ts} />
      </p>`
      }
      <${Content} message=${message} />
      <${Files} files=${(raw.files as Fields[] | undefined) ?? []} />
      <${Reactions} message=${message} />
      ${!inThread && html`<${ThreadSummary} message=${message} />`}
    </div>
    <${MessageTools} message=${message} inThread=${inThread} />
  </article>`;
}

function Content({ message }: { message: SeenMessage }) {
  const { channel, ts, text, blocks, raw } = message;
  const place = { place: { channel, ts }, state: {}, errors: {} };
  const attachments = (raw.attachments as Fields[] | undefined) ?? [];
  // What a person typed stands in the text, marks and all; the app's blocks say more than its text.
  const typed = raw.bot_id === undefined && blocks.every(({ type }) => type === "rich_text");
  return html`<${BlockPlaceContext.Provider} value=${place}>
    ${typed || blocks.length === 0 ? html`<${Mrkdwn} text=${text} />` : html`<${Blocks} blocks=${blocks} />`}
    ${attachments.map(
      (attachment) => html`<div class="attachment">
        ${attachment.blocks ? html`<${Blocks} blocks=${attachment.blocks as Block[]} />` : html`<${Mrkdwn} text=${String(attachment.text ?? "")} />`}
      </div>`,
    )}
    ${raw.edited ? html`<span class="edited">(edited)</span>` : null}
  <//>`;
}

function Notice({ message, name }: { message: SeenMessage; name: string }) {
  const words = message.text.replace(/^<@[A-Z0-9]+> ?/, "");
  return html`<p class="notice">
    <span class="gutter"><${Time} ts=${message.ts} /></span>
    <span><strong>${name}</strong> ${renderInline(parseInline(words))}</span>
  </p>`;
}

function timeOf(ts: string): string {
  return slackDate(Number(ts), "{time}", { now: now.value });
}

function Time({ ts }: { ts: string }) {
  const exact = slackDate(Number(ts), "{date_long} {time_secs}", { now: now.value });
  return html`<time datetime=${new Date(Number(ts) * 1000).toISOString()} title=${exact}>${timeOf(ts)}</time>`;
}
