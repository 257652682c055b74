import { DrillHint } from "./panels/drill-hint.ts";
import { Tools } from "./panels/tools.ts";
import { html } from "./parts/html.ts";
import { Toasts } from "./parts/toasts.ts";
import { modals, pane, place, threadTs } from "./state/store.ts";
import { AppHome } from "./workspace/app-home.ts";
import { Conversation } from "./workspace/conversation.ts";
import { Modal } from "./workspace/modal.ts";
import { Panes } from "./workspace/panes.ts";
import { Sidebar } from "./workspace/sidebar.ts";
import { Thread } from "./workspace/thread.ts";
import { TopBar } from "./workspace/top-bar.ts";

/** The whole page: a workspace, and beside it what one can do to it. */
export function App() {
  const modal = modals.value.at(-1);
  return html`<div class=${`page pane-${pane.value} ${threadTs.value ? "with-thread" : ""}`}>
    <${TopBar} />
    <${DrillHint} />
    <${Sidebar} />
    <main class="conversation">
      ${place.value?.kind === "home" ? html`<${AppHome} />` : html`<${Conversation} />`}
    </main>
    ${threadTs.value && html`<${Thread} />`}
    <${Tools} />
    <${Panes} />
    ${modal && html`<${Modal} key=${modal.id} view=${modal} />`}
    <${Toasts} />
  </div>`;
}
