import { html } from "../parts/html.ts";

/** Guided drills. */
export function Drills() {
  return html`<h2>Drills</h2>`;
}
