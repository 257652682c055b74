import { type ClayOverview, clay } from "../api.ts";
import { html } from "../parts/html.ts";
import { attempt } from "../state/toasts.ts";
import { answerWords, endpointWords, webhookName } from "./clay-words.ts";

/** Each part of Clay, with how it answers and how long it takes. */
export function ClaySwitches({ overview }: { overview: ClayOverview }) {
  const { state, endpoints, answers } = overview;
  const names = [...endpoints, ...Object.keys(state.webhooks).map((id) => `webhook:${id}`)];
  const listen = ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
    void attempt(() => clay("listening", { open: !currentTarget.checked }));
  return html`<details class="switches">
    <summary>Single switches</summary>
    <label class="tick">
      <input type="checkbox" checked=${!state.listening} onChange=${listen} />
      <span>Clay's machines refuse every connection</span>
    </label>
    ${names.map((name) => html`<${Switch} key=${name} name=${name} state=${state} answers=${answers} />`)}
    <button type="button" class="button" onClick=${() => void attempt(() => clay("reset"))}>All back to good health</button>
  </details>`;
}

function Switch(props: { name: string; state: ClayOverview["state"]; answers: string[] }) {
  const { name, state, answers } = props;
  const { answer = "ok", delayMs = 0 } = state.switches[name as keyof typeof state.switches] ?? {};
  const label = endpointWords[name] ?? `Webhook ${webhookName(name.replace("webhook:", ""))}`;
  const set = (how: { answer?: string; delayMs?: number }) =>
    void attempt(() => clay("switch", { name, how: { answer, delayMs, ...how } }));
  return html`<div class="switch">
    <label>
      ${label}
      <select
        value=${answer}
        onChange=${({ currentTarget }: { currentTarget: HTMLSelectElement }) => set({ answer: currentTarget.value })}
      >
        ${answers.map((one) => html`<option value=${one}>${answerWords[one] ?? one}</option>`)}
      </select>
    </label>
    <label>
      <span class="hidden">${label}: </span>Wait, ms
      <input
        type="number"
        min="0"
        max="120000"
        step="500"
        value=${delayMs}
        onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
          set({ delayMs: Number(currentTarget.value) })}
      />
    </label>
  </div>`;
}
