import { html } from "../parts/html.ts";
import { goToChannel } from "../state/go.ts";
import { app, bot, channels, groups, now, people } from "../state/store.ts";
import { shownEmoji } from "./emoji.ts";
import { type Inline, type Part, parseMrkdwn } from "./mrkdwn.ts";
import { slackDate } from "./slack-date.ts";

/** Slack's mrkdwn as people see it. */
export function Mrkdwn({ text }: { text: string }) {
  return html`<div class="mrkdwn">${parseMrkdwn(text).map(renderPart)}</div>`;
}

function renderPart(part: Part): unknown {
  switch (part.kind) {
    case "code":
      return html`<pre tabindex="0"><code>${part.text}</code></pre>`;
    case "quote":
      return html`<blockquote>${part.parts.map(renderPart)}</blockquote>`;
    case "bullets":
      return html`<ul>${part.items.map((item) => html`<li>${renderInline(item)}</li>`)}</ul>`;
    case "numbers":
      return html`<ol start=${part.start}>${part.items.map((item) => html`<li>${renderInline(item)}</li>`)}</ol>`;
    case "lines":
      return html`<p>${part.lines.map((line, i) => [i > 0 && html`<br />`, renderInline(line)])}</p>`;
  }
}

/** The pieces of a line. */
export function renderInline(pieces: Inline[]): unknown[] {
  return pieces.map(renderPiece);
}

function renderPiece(piece: Inline): unknown {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "bold":
      return html`<strong>${renderInline(piece.parts)}</strong>`;
    case "italic":
      return html`<em>${renderInline(piece.parts)}</em>`;
    case "strike":
      return html`<s>${renderInline(piece.parts)}</s>`;
    case "code":
      return html`<code>${piece.text}</code>`;
    case "link":
      return html`<${Link} url=${piece.url}>${piece.label}<//>`;
    case "user":
      return html`<${UserMention} id=${piece.id} />`;
    case "channel":
      return html`<${ChannelMention} id=${piece.id} />`;
    case "group":
      return html`<${GroupMention} id=${piece.id} />`;
    case "broadcast":
      return html`<span class="mention">@${piece.name}</span>`;
    case "date":
      return html`<${SlackDate} ...${piece} />`;
    case "emoji":
      return shownEmoji(piece.name);
  }
}

/** A link; one that would run a script is shown as text. A message of this workspace opens here. */
export function Link({ url, children }: { url: string; children?: unknown }) {
  if (!/^(https?:|mailto:|tel:)/i.test(url)) return html`<span>${children}</span>`;
  const archive = /\/archives\/([A-Z0-9]+)(?:\/p\d+)?/.exec(url)?.[1];
  const known = archive && channels.value.some(({ id }) => id === archive) ? archive : undefined;
  if (known) {
    const open = (event: Event) => {
      event.preventDefault();
      goToChannel(known);
    };
    return html`<a href=${`#in=${known}`} onClick=${open}>${children}</a>`;
  }
  return html`<a href=${url} target="_blank" rel="noreferrer">${children}</a>`;
}

/** A person by name. */
export function UserMention({ id }: { id: string }) {
  const person = people.value.find((candidate) => candidate.id === id);
  const name = id === bot.value?.userId ? app.value?.name : person?.realName;
  return html`<span class="mention" title=${person ? `@${person.name}` : id}>@${name ?? id}</span>`;
}

/** A group of people by its handle. */
export function GroupMention({ id }: { id: string }) {
  return html`<span class="mention">@${groups.value.find((group) => group.id === id)?.handle ?? id}</span>`;
}

/** A channel by name, which opens it. */
export function ChannelMention({ id }: { id: string }) {
  const channel = channels.value.find((candidate) => candidate.id === id);
  if (!channel) return html`<span class="mention">#a channel you cannot see</span>`;
  return html`<button type="button" class="mention" onClick=${() => goToChannel(id)}>#${channel.name}</button>`;
}

/** A moment in the zone of whoever looks at the page. */
export function SlackDate({ seconds, format, url }: { seconds: number; format: string; url?: string }) {
  const shown = slackDate(seconds, format, { now: now.value });
  const exact = slackDate(seconds, "{date_long} {time_secs}", { now: now.value });
  const time = html`<time datetime=${new Date(seconds * 1000).toISOString()} title=${exact}>${shown}</time>`;
  return url ? html`<${Link} url=${url}>${time}<//>` : time;
}
