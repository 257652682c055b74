import type { Fields } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { shownEmoji } from "./emoji.ts";
import { ChannelMention, GroupMention, Link, SlackDate, UserMention } from "./mrkdwn-view.ts";

const childrenOf = (element: Fields) => (element.elements as Fields[] | undefined) ?? [];

/** A rich_text block: sections, lists, quotes and preformatted text. */
export function RichText({ elements }: { elements: Fields[] }) {
  return html`<div class="mrkdwn">${elements.map(renderSection)}</div>`;
}

function renderSection(section: Fields): unknown {
  switch (section.type) {
    case "rich_text_section":
      return html`<p>${childrenOf(section).map(renderPiece)}</p>`;
    case "rich_text_quote":
      return html`<blockquote><p>${childrenOf(section).map(renderPiece)}</p></blockquote>`;
    case "rich_text_preformatted":
      return html`<pre tabindex="0"><code>${childrenOf(section).map(renderPiece)}</code></pre>`;
    case "rich_text_list": {
      const items = childrenOf(section).map((item) => html`<li>${childrenOf(item).map(renderPiece)}</li>`);
      return section.style === "ordered" ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    default:
      return html`<code class="unknown">${JSON.stringify(section)}</code>`;
  }
}

function renderPiece(piece: Fields): unknown {
  switch (piece.type) {
    case "text":
      return styled(lines(String(piece.text)), piece.style as Fields | undefined);
    case "user":
      return html`<${UserMention} id=${piece.user_id} />`;
    case "channel":
      return html`<${ChannelMention} id=${piece.channel_id} />`;
    case "usergroup":
      return html`<${GroupMention} id=${piece.usergroup_id} />`;
    case "broadcast":
      return html`<span class="mention">@${piece.range}</span>`;
    case "link":
      return html`<${Link} url=${piece.url}>${piece.text ?? piece.url}<//>`;
    case "emoji":
      return shownEmoji(String(piece.name));
    case "date":
      return html`<${SlackDate} seconds=${piece.timestamp} format=${piece.format} />`;
    default:
      return html`<code class="unknown">${JSON.stringify(piece)}</code>`;
  }
}

/** Typed text, with its lines, and its addresses as links. */
function lines(text: string): unknown[] {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .split("\n")
    .flatMap((line, i) => [i > 0 && html`<br />`, ...linked(line)]);
}

function linked(line: string): unknown[] {
  return line
    .split(/<?(https?:\/\/[^\s<>]+)>?/)
    .map((piece, i) => (i % 2 ? html`<${Link} url=${piece}>${piece}<//>` : piece));
}

function styled(content: unknown, style: Fields = {}): unknown {
  if (style.code) return html`<code>${content}</code>`;
  const struck = style.strike ? html`<s>${content}</s>` : content;
  const slanted = style.italic ? html`<em>${struck}</em>` : struck;
  return style.bold ? html`<strong>${slanted}</strong>` : slanted;
}
