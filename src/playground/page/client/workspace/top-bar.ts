import { html } from "../parts/html.ts";
import { actAs } from "../state/go.ts";
import { actingName, actors, connections, live } from "../state/store.ts";
import { roleText } from "./role-text.ts";

/** What this page is, whether the bot is there, and who one acts as. */
export function TopBar() {
  return html`<header class="top-bar">
    <img class="logo" src="/icon.svg" alt="" />
    <h1>Playground<span class="wide"> for Clay incident</span></h1>
    <p class="development" title="A Slack and a Clay of its own on this machine. Nothing leaves it.">
      Development tool<span class="wide"> · nothing leaves this machine</span>
    </p>
    <${BotStatus} />
    <label class="act-as">
      <span>Act as</span>
      <select value=${actingName.value} onChange=${change}>
        ${actors.value.map(
          ({ name, realName, role }) => html`<option value=${name}>${realName}${roleText(role)}</option>`,
        )}
      </select>
    </label>
  </header>`;
}

const change = ({ currentTarget }: { currentTarget: HTMLSelectElement }) => actAs(currentTarget.value);

function BotStatus() {
  const open = connections.value.filter(({ state }) => state === "open").length;
  const [look, text] = !live.value
    ? ["off", "playground stopped"]
    : open > 0
      ? ["on", "bot connected"]
      : ["off", "bot not connected"];
  return html`<p class=${`bot-status ${look}`} role="status" title=${`${open} open connections`}>
    <span aria-hidden="true">●</span> ${text}
  </p>`;
}
