import type { Block, Fields } from "../workspace/types.ts";
import { elementsOf } from "./validate-blocks.ts";

/** Escapes what Slack would: `&`, `<` and `>` that are not part of an entity, a mention or a link. */
export function escapeText(text: string): string {
  return text
    .replace(/&(?!(amp|lt|gt);)/g, "&amp;")
    .split(/(<(?:[@#!]|https?:|mailto:|tel:)[^<>]*>)/)
    .map((part, index) => (index % 2 ? part : part.replace(/</g, "&lt;").replace(/>/g, "&gt;")))
    .join("");
}

function normalizeText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalizeText);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, normalizeText(entry)]),
  ) as Fields;
  if (fields.type === "plain_text") return { emoji: true, ...fields };
  if (fields.type === "mrkdwn") return { verbatim: false, ...fields };
  return fields;
}

/** Fills in what Slack fills in: missing block and action ids, `emoji` and `verbatim`. */
export function normalizeBlocks(blocks: Block[], secret: () => string): Block[] {
  return blocks.map((entry) => {
    const block = normalizeText(entry) as Block;
    block.block_id ??= secret().slice(0, 5);
    for (const element of elementsOf(block)) {
      if (element.type !== "image") element.action_id ??= secret().slice(0, 5);
    }
    return block;
  });
}
