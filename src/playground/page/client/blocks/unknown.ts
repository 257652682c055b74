import { html } from "../parts/html.ts";

/** Something this page cannot draw yet, shown as it is rather than left out. */
export function Unknown({ what, value }: { what: string; value: { type?: unknown } }) {
  return html`<details class="unknown">
    <summary>This page cannot draw the ${what} “${value.type}”. Slack might.</summary>
    <pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>
  </details>`;
}
