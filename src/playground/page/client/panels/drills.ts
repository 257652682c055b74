import type { DrillsState, ShownDrill } from "../../../drills/create-drills.ts";
import { drill } from "../api.ts";
import { html } from "../parts/html.ts";
import { actingName, drills } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";

/** Guided drills: each is an outage to see through, with steps that tick as one does them. */
export function Drills() {
  const state = drills.value;
  if (!state) return html`<p class="empty">Loading…</p>`;
  return state.running
    ? html`<${Running} drill=${state.running} showing=${state.showing} />`
    : html`<${Offered} offered=${state.offered} />`;
}

function Offered({ offered }: { offered: DrillsState["offered"] }) {
  return html`<h2>Drills</h2>
    <p class="explain">See an outage through, from the first sign to the postmortem. Steps tick themselves.</p>
    <ul class="drills">
      ${offered.map(
        ({ id, title, story, steps }) => html`<li key=${id}>
          <h3>${title}</h3>
          <p>${story}</p>
          <button type="button" class="button primary" onClick=${() => void attempt(() => drill("start", { id }))}>
            Start<span class="hidden">: ${title}</span>
          </button>
          <small>${steps} steps</small>
        </li>`,
      )}
    </ul>`;
}

function Running({ drill: { title, story, steps }, showing }: { drill: ShownDrill; showing: boolean }) {
  const at = steps.findIndex(({ done }) => !done);
  const show = () => void attempt(() => drill("show", { as: actingName.value }));
  const end = () => void attempt(() => drill("end"));
  return html`<h2>${title}</h2>
    <p class="explain">${story}</p>
    <ol class="steps">
      ${steps.map(
        ({ title: name, how, done }, i) => html`<li
          key=${i}
          class=${done ? "done" : i === at ? "now" : "later"}
          aria-current=${i === at ? "step" : undefined}
        >
          <span class="mark" aria-hidden="true">${done ? "✓" : i + 1}</span>
          <div>
            <strong>${name}</strong>${done && html`<span class="hidden"> (done)</span>`}
            ${
              i === at &&
              html`<p>${how}</p>
                <button type="button" class="button small" aria-busy=${showing} disabled=${showing} onClick=${show}>
                  ${showing ? "Showing…" : "Show me"}
                </button>`
            }
          </div>
        </li>`,
      )}
    </ol>
    <p class="drill-end" role="status">
      ${at < 0 ? "✅ Done. That is how an incident goes, from the first sign to the end." : `${Math.max(at, 0)} of ${steps.length} done`}
    </p>
    <button type="button" class=${at < 0 ? "button primary" : "button small"} onClick=${end}>
      ${at < 0 ? "Back to the drills" : "Leave this drill"}
    </button>`;
}
