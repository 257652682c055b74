import { html } from "../parts/html.ts";
import { showPane, showTool } from "../state/go.ts";
import { drills } from "../state/store.ts";

/** On a narrow screen: what the drill asks for next, as the tools are out of sight. */
export function DrillHint() {
  const running = drills.value?.running;
  if (!running) return null;
  const at = running.steps.findIndex(({ done }) => !done);
  const next = running.steps[at];
  const open = () => {
    showTool("drills");
    showPane("tools");
  };
  return html`<button type="button" class="drill-hint" onClick=${open}>
    ${next ? html`Drill, step ${at + 1} of ${running.steps.length}: <strong>${next.title}</strong>` : "✅ Drill done"}
  </button>`;
}
