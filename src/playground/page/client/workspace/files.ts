import { useState } from "preact/hooks";
import type { Fields } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { attempt } from "../state/toasts.ts";
import { Markdown } from "../text/markdown-view.ts";

/** The files of a message: pictures as they are, texts to open in place. */
export function Files({ files }: { files: Fields[] }) {
  return files.map((file) =>
    String(file.name).endsWith(".png")
      ? html`<figure class="picture" key=${file.id}>
          <figcaption>${file.title}</figcaption>
          <a href=${`/files/${file.id}`} target="_blank"><img src=${`/files/${file.id}`} alt=${file.alt_txt ?? file.title} /></a>
        </figure>`
      : html`<${TextFile} key=${file.id} file=${file} />`,
  );
}

function TextFile({ file: { id, name, title } }: { file: Fields }) {
  const [text, setText] = useState<string | undefined>();
  const load = async ({ currentTarget }: { currentTarget: HTMLDetailsElement }) => {
    if (currentTarget.open) setText(await attempt(async () => (await fetch(`/files/${id}`)).text()));
  };
  return html`<details class="file" onToggle=${load}>
    <summary>📄 ${title ?? name}</summary>
    ${
      text !== undefined &&
      (/\.md$/.test(String(name))
        ? html`<div class="canvas" tabindex="0"><${Markdown} text=${text} /></div>`
        : html`<pre tabindex="0">${text}</pre>`)
    }
  </details>`;
}
