import { plainText } from "../../lib/words.ts";
import type { Postmortem } from "./postmortem.ts";
import { type Block, blocksOf } from "./section.ts";

/** The postmortem for machines: sections as plain text in paragraphs and points, moments in UTC. */
export function postmortemJson({ sections, ...told }: Postmortem) {
  return {
    ...told,
    sections: sections.map((section) => ({
      id: section.id,
      title: section.title,
      edited: section.edited && { at: section.edited.at, by: section.edited.by.name },
      content: blocksOf(section).map(content),
    })),
  };
}

function content(block: Block): string | { text: string; link?: string }[] {
  if ("paragraph" in block) return plainText(block.paragraph.text);
  return block.list.map(({ text, link }) => ({ text: plainText(text), ...(link && { link }) }));
}
