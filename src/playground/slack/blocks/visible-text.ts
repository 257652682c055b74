import type { Block, Fields } from "../workspace/types.ts";
import { elementsOf } from "./validate-blocks.ts";

function textOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textOf);
  if (typeof value !== "object" || value === null) return [];
  const { text, elements, rows, alt_text } = value as Fields;
  if (typeof text === "string") return [text];
  return [
    ...textOf(text),
    ...textOf(elements),
    ...textOf(rows),
    ...(typeof alt_text === "string" ? [alt_text] : []),
  ];
}

function lineOf(block: Block): string {
  if (block.type === "rich_text") return textOf(block.elements).join("");
  if (block.type === "actions")
    return elementsOf(block)
      .map((element) => `[${buttonText(element)}]`)
      .join(" ");
  const { label, text, fields, elements, accessory, rows, title, alt_text } = block;
  const words = [label, text, fields, elements, rows, title].flatMap(textOf);
  const beside = accessory ? [`[${buttonText(accessory as Block)}]`] : [];
  return [...words, ...beside, ...(typeof alt_text === "string" ? [alt_text] : [])].join(" ");
}

function buttonText({ text, placeholder, type }: Block): string {
  return textOf(text).join("") || textOf(placeholder).join("") || (type === "overflow" ? "⋯" : type);
}

/** What a person reads on the screen, a line for each block: the blocks where there are some, else the text. */
export function visibleText(text: string, blocks: Block[]): string {
  return blocks.length > 0 ? blocks.map(lineOf).filter(Boolean).join("\n") : text;
}
