import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../parts/html.ts";
import { now, type SeenMessage } from "../state/store.ts";
import { slackDate } from "../text/slack-date.ts";
import { isNotice, Message } from "./message.ts";

const groupedWithinSeconds = 300;

/** Messages, oldest first, by day; what one person says in a row stands under one name. */
export function MessageList(props: { messages: SeenMessage[]; label: string; inThread?: boolean }) {
  const { messages, label, inThread = false } = props;
  const list = useRef<HTMLDivElement>(null);
  // Whoever is at the end stays there, whatever comes in and however small a phone's keyboard makes the list; whoever
  // reads above is left alone.
  const atEnd = useRef(true);
  const look = () => {
    if (list.current) atEnd.current = isAtEnd(list.current);
  };
  const toEnd = () => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(toEnd, [messages]);
  useEffect(() => {
    const sizes = new ResizeObserver(toEnd);
    sizes.observe(list.current!);
    return () => sizes.disconnect();
  }, []);
  return html`<div class="messages" role="log" aria-label=${label} tabindex="0" ref=${list} onScroll=${look} onLoadCapture=${toEnd}>
    ${messages.length === 0 && html`<p class="empty">Nothing was said here yet.</p>`}
    ${messages.map((message, i) => {
      const before = messages[i - 1];
      const day = dayOf(message);
      return html`
        ${!inThread && (!before || dayOf(before) !== day) && html`<div class="day" key=${`day-${message.ts}`}><span>${day}</span></div>`}
        <${Message}
          key=${message.ts}
          message=${message}
          follows=${before !== undefined && belongTogether(before, message)}
          inThread=${inThread}
        />
      `;
    })}
  </div>`;
}

/** How near the end counts as at the end, in pixels: the header may have grown meanwhile. */
const nearEnd = 120;

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < nearEnd;
}

function dayOf({ ts }: SeenMessage): string {
  return slackDate(Number(ts), "{day_divider_pretty}", { now: now.value });
}

function belongTogether(before: SeenMessage, message: SeenMessage): boolean {
  return (
    before.user === message.user &&
    before.ephemeral === message.ephemeral &&
    !message.ephemeral &&
    !isNotice(before) &&
    !isNotice(message) &&
    message.raw.subtype !== "thread_broadcast" &&
    Number(message.ts) - Number(before.ts) < groupedWithinSeconds
  );
}
