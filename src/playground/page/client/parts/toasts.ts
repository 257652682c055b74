import { dismiss, toasts } from "../state/toasts.ts";
import { html } from "./html.ts";

/** What the person at the page is told beside what the app says. */
export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${toasts.value.map(
      ({ id, text }) => html`<div class="toast" key=${id}>
        <span>${text}</span>
        <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismiss(id)}>✕</button>
      </div>`,
    )}
  </div>`;
}
