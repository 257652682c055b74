import type { Block, Fields } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { Markdown } from "../text/markdown-view.ts";
import { RichText } from "../text/rich-text.ts";
import { plainOf, TextObject } from "../text/text-object.ts";
import { Element } from "./element.ts";
import { InputBlock } from "./input-block.ts";
import { Table } from "./table.ts";
import { Unknown } from "./unknown.ts";

/** The blocks of a message, a modal or the home tab. */
export function Blocks({ blocks }: { blocks: Block[] }) {
  return html`<div class="blocks">
    ${blocks.map((block, i) => html`<${BlockView} key=${block.block_id ?? i} block=${block} />`)}
  </div>`;
}

const listOf = (value: unknown) => (value as Block[] | undefined) ?? [];

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case "section":
      return html`<${Section} block=${block} />`;
    case "header":
      return html`<h3 class="block-header">${plainOf(block.text)}</h3>`;
    case "context":
      return html`<div class="context">${listOf(block.elements).map(contextElement)}</div>`;
    case "actions":
      return html`<div class="actions">
        ${listOf(block.elements).map(
          (element) => html`<${Element} key=${element.action_id} block=${block} element=${element} />`,
        )}
      </div>`;
    case "input":
      return html`<${InputBlock} block=${block} />`;
    case "divider":
      return html`<hr />`;
    case "rich_text":
      return html`<${RichText} elements=${listOf(block.elements)} />`;
    case "markdown":
      return html`<${Markdown} text=${block.text} />`;
    case "image":
      return html`<${Image} image=${block} />`;
    case "table":
      return html`<${Table} rows=${block.rows} />`;
    default:
      return html`<${Unknown} what="block" value=${block} />`;
  }
}

function Section({ block }: { block: Block }) {
  const { text, fields, accessory } = block;
  return html`<div class="section">
    <div class="section-text">
      ${text && html`<${TextObject} text=${text} />`}
      ${
        fields &&
        html`<div class="fields">${listOf(fields).map((field) => html`<${TextObject} text=${field} />`)}</div>`
      }
    </div>
    ${
      accessory &&
      html`<div class="accessory"><${Element} block=${block} element=${accessory} label=${labelFrom(text)} /></div>`
    }
  </div>`;
}

/** What a control beside a text is called for those who hear the page. */
function labelFrom(text: unknown): string {
  return plainOf(text)
    .replace(/<[^|>]*\|?([^>]*)>/g, "$1")
    .replace(/[*_~`]/g, "")
    .slice(0, 80);
}

function contextElement(element: Block) {
  if (element.type === "image") return html`<${Image} image=${element} />`;
  return html`<${TextObject} text=${element} />`;
}

/** Images are named and not loaded: no request leaves the machine. */
function Image({ image }: { image: Fields }) {
  const { alt_text: alt = "", title, image_url: url = "" } = image;
  return html`<figure class="image">
    <span title=${url}>🖼 ${alt}</span>${title ? html`<figcaption>${plainOf(title)}</figcaption>` : null}
  </figure>`;
}
