import { useState } from "preact/hooks";
import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { channels, type Exchange, people, traffic } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";

type Way = "all" | Exchange["direction"];

/** What went to the bot and what came from it, newest first, with the time to each ack. */
export function Traffic() {
  const [way, setWay] = useState<Way>("all");
  const shown = traffic.value.filter(({ direction }) => way === "all" || direction === way);
  const acks = traffic.value.flatMap(({ ackMs, outcome }) => (outcome === "ok" && ackMs ? [ackMs] : []));
  const slowest = acks.length > 0 ? `${Math.round(Math.max(...acks))} ms` : "none yet";
  const ways: Way[] = ["all", "to the bot", "from the bot"];
  return html`<h2>Traffic</h2>
    <p class="explain">Slack waits 3,000 ms for an ack. Slowest here: <strong>${slowest}</strong>.</p>
    <div class="segmented" role="group" aria-label="Direction">
      ${ways.map(
        (one) =>
          html`<button type="button" aria-pressed=${way === one} onClick=${() => setWay(one)}>${one}</button>`,
      )}
    </div>
    ${shown.length === 0 && html`<p class="empty">Nothing yet.</p>`}
    <ol class="exchanges">${shown.map((exchange) => html`<${Line} key=${exchange.id} exchange=${exchange} />`)}</ol>`;
}

function Line({ exchange }: { exchange: Exchange }) {
  const { id, at, direction, what, about, outcome, error, ackMs, attempts = 1, fault } = exchange;
  const [whole, setWhole] = useState<string | null>(null);
  const toggle = async ({ currentTarget }: { currentTarget: HTMLDetailsElement }) => {
    if (!currentTarget.open) return setWhole(null);
    setWhole(JSON.stringify(await attempt(() => slack("exchange", id)), null, 2));
  };
  const time = new Date(at).toLocaleTimeString("en-GB");
  const came = direction === "to the bot" ? "→" : "←";
  const tail = [
    ackMs === undefined ? "" : `${Math.round(ackMs)} ms`,
    attempts > 1 ? `${attempts} attempts` : "",
    error ?? "",
    fault ? `fault: ${fault}` : "",
  ];
  return html`<li class=${outcome}>
    <details onToggle=${toggle}>
      <summary>
        <span class="way" title=${direction}>${came}<span class="hidden">${direction}</span></span>
        <span class="what">${what} <small>${named(about)}</small></span>
        <span class="tail">${tail.filter(Boolean).join(" · ")}${outcome === "waiting" ? "…" : ""}</span>
        <time>${time}</time>
      </summary>
      ${whole && html`<pre tabindex="0">${whole}</pre>`}
    </details>
  </li>`;
}

/** Ids as the names people know. */
function named(about: string): string {
  const channel = channels.value.find(({ id }) => id === about);
  if (channel?.name) return `#${channel.name}`;
  return people.value.find(({ id }) => id === about)?.realName ?? about;
}
