import { useState } from "preact/hooks";
import { html } from "../parts/html.ts";
import { app, type Channel, messages } from "../state/store.ts";
import { shownEmoji } from "../text/emoji.ts";
import { Markdown } from "../text/markdown-view.ts";
import { parseInline } from "../text/mrkdwn.ts";
import { Link, renderInline } from "../text/mrkdwn-view.ts";

/** A channel's name, topic, members, bookmarks, pins and canvas. */
export function ChannelHeader({ channel }: { channel: Channel }) {
  const { name, kind, topic, members, bookmarks, pins, canvas } = channel;
  const [canvasOpen, setCanvasOpen] = useState(false);
  const title = kind === "im" ? app.value?.name : `${kind === "private" ? "🔒" : "#"} ${name}`;
  return html`<header class="channel-header">
    <div class="channel-title">
      <h2>${title}</h2>
      ${kind !== "im" && html`<span class="members">${members.length} members</span>`}
    </div>
    ${topic && html`<p class="topic">${renderInline(parseInline(topic))}</p>`}
    ${
      (bookmarks.length > 0 || pins.length > 0 || canvas) &&
      html`<ul class="bookmarks">
        ${pins.map((ts) => html`<li><${Pin} ts=${ts} /></li>`)}
        ${
          canvas &&
          html`<li>
          <button type="button" class="link" aria-expanded=${canvasOpen} onClick=${() => setCanvasOpen(!canvasOpen)}>
            📄 ${canvas.title || "Canvas"}
          </button>
        </li>`
        }
        ${bookmarks.map(
          ({ link, title: text, emoji }) =>
            html`<li><${Link} url=${link}>${emoji ? shownEmoji(emoji.replaceAll(":", "")) : "🔖"} ${text}<//></li>`,
        )}
      </ul>`
    }
    ${canvasOpen && canvas && html`<div class="canvas" tabindex="0" role="region" aria-label=${canvas.title || "Canvas"}><${Markdown} text=${canvas.markdown} /></div>`}
  </header>`;
}

/** A pinned message, by its first words; pressing it goes there. */
function Pin({ ts }: { ts: string }) {
  const message = messages.value.find((candidate) => candidate.ts === ts);
  const words = message?.text.split("\n")[0]?.replace(/<[^>]*>/g, "") ?? "a message";
  const go = () => {
    const element = document.getElementById(`message-${ts}`);
    element?.scrollIntoView({ block: "start" });
    element?.focus();
  };
  return html`<button type="button" class="link" title=${words} onClick=${go}>📌 Pinned</button>`;
}
