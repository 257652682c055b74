import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { goHome, goToChannel } from "../state/go.ts";
import {
  acting,
  actingName,
  app,
  bot,
  type Channel,
  channel,
  channels,
  place,
  unread,
} from "../state/store.ts";
import { attempt } from "../state/toasts.ts";

/** The channels one is in, those one could join, and the app. */
export function Sidebar() {
  const me = acting.value?.id ?? "";
  const shown = channels.value.filter(({ kind }) => kind !== "im" && kind !== "mpim");
  const joined = shown.filter(({ members, archived }) => members.includes(me) && !archived);
  const others = shown.filter(({ members, archived }) => !members.includes(me) && !archived);
  const archived = shown.filter((one) => one.archived);
  return html`<nav class="sidebar" aria-label="Channels and apps">
    <${Group} title="Channels" channels=${joined} />
    <${Group} title="Not joined" channels=${others} />
    <${Group} title="Archived" channels=${archived} />
    <h2>${app.value?.name ?? "App"}</h2>
    <ul>
      <li>
        <button type="button" class="place" aria-current=${place.value?.kind === "home" ? "page" : undefined} onClick=${goHome}>
          <span aria-hidden="true">⌂</span> Home
        </button>
      </li>
      <${Direct} />
    </ul>
  </nav>`;
}

function Group({ title, channels: list }: { title: string; channels: Channel[] }) {
  if (list.length === 0) return null;
  return html`<h2>${title}</h2>
    <ul>
      ${list.map((one) => html`<${Item} key=${one.id} id=${one.id} name=${one.name} sign=${one.kind === "private" ? "🔒" : "#"} />`)}
    </ul>`;
}

function Item({ id, name, sign }: { id: string; name: string; sign: string }) {
  const { count = 0, mentions = 0 } = unread.value.find((entry) => entry.channel === id) ?? {};
  const current = channel.value?.id === id;
  const fresh = count > 0 && !current;
  return html`<li>
    <button
      type="button"
      class=${`place ${fresh ? "unread" : ""}`}
      aria-current=${current ? "page" : undefined}
      onClick=${() => goToChannel(id)}
    >
      <span aria-hidden="true">${sign}</span> <span class="name" title=${name}>${name}</span>
      ${fresh && html`<span class=${`badge ${mentions ? "mentions" : ""}`}>${count}<span class="hidden"> unread</span></span>`}
    </button>
  </li>`;
}

/** The direct conversation with the app. */
function Direct() {
  const open = channels.value.find(
    ({ kind, members }) => kind === "im" && members.includes(bot.value?.userId ?? ""),
  );
  if (open) return html`<${Item} id=${open.id} name="Messages" sign="✉" />`;
  const start = async () => {
    const id = await attempt(() => slack("directChannel", actingName.value));
    channels.value = await slack("channels", actingName.value);
    if (id) goToChannel(id);
  };
  return html`<li>
    <button type="button" class="place" onClick=${start}>
      <span aria-hidden="true">✉</span> <span class="name">Messages</span>
    </button>
  </li>`;
}
