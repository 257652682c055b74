import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../parts/html.ts";
import { now, type SeenMessage } from "../state/store.ts";
import { slackDate } from "../text/slack-date.ts";
import { isNotice, Message } from "./message.ts";

const groupedWithinSeconds = 300;

/** Messages, oldest first, by day; what one person says in a row stands under one name. */
export function MessageList(props: { messages: SeenMessage[]; label: string; inThread?: boolean }) {
  const { messages, label, inThread = false } = props;
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  // Stay at the end while one is there, as messages come and grow.
  useLayoutEffect(() => {
    const { current } = list;
    if (current && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [messages]);
  const scrolled = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
  };
  return html`<div class="messages" role="log" aria-label=${label} tabindex="0" ref=${list} onScroll=${scrolled}>
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
