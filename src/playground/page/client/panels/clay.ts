import { type ClayOverview, clay } from "../api.ts";
import { html } from "../parts/html.ts";
import { clayOverview } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";
import { ClaySwitches } from "./clay-switches.ts";
import { webhookName } from "./clay-words.ts";

const submissions = 50_000;

/** The weather at Clay: how it is, and everything that can be made to go wrong. */
export function Clay() {
  const overview = clayOverview.value;
  if (!overview) return html`<p class="empty">Loading…</p>`;
  const { state, scenarios } = overview;
  const play = (name: string) => void attempt(() => clay("scenario", { name }));
  return html`<h2>The weather at Clay</h2>
    <p class="explain">The bot watches this made-up Clay. Choose what is wrong, then ask for triage.</p>
    <${Webhooks} state=${state} />
    <${Balance} state=${state} />
    <fieldset class="scenarios">
      <legend>What is going on</legend>
      ${scenarios.map(
        ({ name, description }) => html`<label class="scenario">
          <input type="radio" name="scenario" checked=${state.scenario === name} onChange=${() => play(name)} />
          <span><strong>${sentence(name)}</strong><small>${description}</small></span>
        </label>`,
      )}
    </fieldset>
    <${ClaySwitches} overview=${overview} />`;
}

const sentence = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

type State = ClayOverview["state"];

/** Rows each webhook has taken, of those it takes in its life. */
function Webhooks({ state }: { state: State }) {
  const replace = (id: string) => void attempt(() => clay("webhook", { id, rows: 0 }));
  return html`<h3>Rows accepted</h3>
    <ul class="webhooks">
      ${Object.entries(state.webhooks).map(
        ([id, { rows }]) => html`<li>
          <span class="grow">
            <strong>${webhookName(id)}</strong> ${rows.toLocaleString("en")} of ${submissions.toLocaleString("en")}
            <meter
              aria-label=${`Submissions used by ${webhookName(id)}`}
              min="0"
              max=${submissions}
              high=${submissions * 0.9}
              value=${rows}
            ></meter>
          </span>
          <button type="button" class="button small" onClick=${() => replace(id)}>
            Replace<span class="hidden"> webhook ${webhookName(id)}</span>
          </button>
        </li>`,
      )}
    </ul>
    <p class="explain">“Replace” puts a new webhook in its place: it has taken no rows yet.</p>`;
}

function Balance({ state }: { state: State }) {
  const { credits, actions } = state.balance;
  const set = (balance: Partial<State["balance"]>) =>
    void attempt(() => clay("balance", { credits, actions, ...balance }));
  const field = (label: string, value: number | null, change: (value: number) => void) => html`<label>
    ${label}
    <input
      type="number"
      min="0"
      value=${value ?? ""}
      onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) => change(Number(currentTarget.value))}
    />
  </label>`;
  return html`<h3>Balance</h3>
    <div class="balance">
      ${field("Credits", credits, (value) => set({ credits: value }))}
      ${field("Actions", actions, (value) => set({ actions: value }))}
    </div>`;
}
