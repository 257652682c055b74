import type { Fields } from "../../../slack/types.ts";
import { html } from "../parts/html.ts";
import { files as contents } from "../state/store.ts";
import { Markdown } from "../text/markdown-view.ts";

/** The files of a message, which open in place. */
export function Files({ files }: { files: Fields[] }) {
  return files.map(({ id, name, title }) => {
    const text = contents.value.find((file) => file.id === id)?.text ?? "";
    const shown = String(title ?? name ?? id);
    return html`<details class="file" key=${id}>
      <summary>📄 ${shown}</summary>
      ${
        /\.md$/.test(String(name))
          ? html`<div class="canvas"><${Markdown} text=${text} /></div>`
          : html`<pre tabindex="0">${text}</pre>`
      }
    </details>`;
  });
}
