import { html } from "../parts/html.ts";
import { showPane } from "../state/go.ts";
import { type Pane, pane, unread } from "../state/store.ts";

const names: { pane: Pane; label: string; sign: string }[] = [
  { pane: "channels", label: "Channels", sign: "#" },
  { pane: "conversation", label: "Messages", sign: "💬" },
  { pane: "tools", label: "Tools", sign: "🌦" },
];

/** On a narrow screen: which part of the page is shown. */
export function Panes() {
  const fresh = unread.value.reduce((sum, { count }) => sum + count, 0);
  return html`<nav class="panes" aria-label="Parts of the page">
    ${names.map(
      (one) => html`<button
        type="button"
        aria-current=${pane.value === one.pane ? "true" : undefined}
        onClick=${() => showPane(one.pane)}
      >
        <span aria-hidden="true">${one.sign}</span> ${one.label}
        ${one.pane === "channels" && fresh > 0 && html`<span class="badge">${fresh}<span class="hidden"> unread</span></span>`}
      </button>`,
    )}
  </nav>`;
}
