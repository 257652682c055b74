import type { Reaction } from "../../../slack/workspace/types.ts";
import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { acting, actingName, people, type SeenMessage } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";
import { shownEmoji } from "../text/emoji.ts";

/** Adds one's reaction, or takes it back. */
export function toggleReaction({ channel, ts, raw }: SeenMessage, name: string): void {
  const mine = reactionsOf(raw).find((reaction) => reaction.name === name)?.users ?? [];
  const change = mine.includes(acting.value?.id ?? "") ? "unreact" : "react";
  void attempt(() => slack(change, actingName.value, { channel, ts }, name));
}

const reactionsOf = (raw: SeenMessage["raw"]) => (raw.reactions as Reaction[] | undefined) ?? [];

/** What people reacted with. */
export function Reactions({ message }: { message: SeenMessage }) {
  const reactions = reactionsOf(message.raw);
  if (reactions.length === 0) return null;
  return html`<div class="reactions">
    ${reactions.map(({ name, users }) => {
      const names = users
        .map((id) => people.value.find((person) => person.id === id)?.realName ?? id)
        .join(", ");
      return html`<button
        type="button"
        class="reaction"
        aria-pressed=${users.includes(acting.value?.id ?? "")}
        aria-label=${`${name.replaceAll("_", " ")}, ${users.length}: ${names}`}
        title=${`${names} reacted with :${name}:`}
        onClick=${() => toggleReaction(message, name)}
      >
        ${shownEmoji(name)} ${users.length}
      </button>`;
    })}
  </div>`;
}
