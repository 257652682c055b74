import { useRef } from "preact/hooks";
import { html } from "../parts/html.ts";
import { showTool } from "../state/go.ts";
import { drills, type Tool, tool } from "../state/store.ts";
import { Clay } from "./clay.ts";
import { Drills } from "./drills.ts";
import { SlackTroubles } from "./slack-troubles.ts";
import { Traffic } from "./traffic.ts";

const tabs: { name: Tool; label: string; Panel: () => unknown }[] = [
  { name: "drills", label: "Drills", Panel: Drills },
  { name: "clay", label: "Clay", Panel: Clay },
  { name: "slack", label: "Slack", Panel: SlackTroubles },
  { name: "traffic", label: "Traffic", Panel: Traffic },
];

/** What one can do to the world the bot lives in: drills, the weather at Clay, Slack's troubles, the traffic. */
export function Tools() {
  const list = useRef<HTMLDivElement>(null);
  const open = tabs.find(({ name }) => name === tool.value) ?? tabs[0]!;
  const onKey = ({ key }: KeyboardEvent) => {
    const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = tabs[(tabs.indexOf(open) + step + tabs.length) % tabs.length]!;
    showTool(next.name);
    list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return html`<aside class="tools" aria-label="Playground tools">
    <div class="tabs" role="tablist" aria-label="Tools" ref=${list} onKeyDown=${onKey}>
      ${tabs.map(
        ({ name, label }) => html`<button
          type="button"
          role="tab"
          id=${`tab-${name}`}
          aria-selected=${name === open.name}
          aria-controls="tool"
          tabindex=${name === open.name ? 0 : -1}
          onClick=${() => showTool(name)}
        >
          ${label}${name === "drills" && html`<${DrillProgress} />`}
        </button>`,
      )}
    </div>
    <div class="tool" id="tool" role="tabpanel" aria-labelledby=${`tab-${open.name}`} tabindex="0">
      <${open.Panel} />
    </div>
  </aside>`;
}

/** How far the drill has come, for whoever looks at another tool meanwhile. */
function DrillProgress() {
  const steps = drills.value?.running?.steps;
  return steps ? html`<small> ${steps.filter(({ done }) => done).length}/${steps.length}</small>` : null;
}
