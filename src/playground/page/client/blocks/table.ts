import type { Fields } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { RichText } from "../text/rich-text.ts";

/** A table block; its first row is its heading. */
export function Table({ rows }: { rows: Fields[][] }) {
  const [head = [], ...body] = rows;
  return html`<div class="table" tabindex="0">
    <table>
      <thead><tr>${head.map((entry) => html`<th scope="col">${cell(entry)}</th>`)}</tr></thead>
      <tbody>
        ${body.map((row) => html`<tr>${row.map((entry) => html`<td>${cell(entry)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function cell(entry: Fields) {
  if (entry.type === "raw_text") return String(entry.text);
  return html`<${RichText} elements=${(entry.elements as Fields[] | undefined) ?? []} />`;
}
