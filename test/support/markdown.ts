import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString as textOf } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";

/** Reads Markdown as CommonMark with GitHub's tables, by a parser of its own. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** Every node of one kind, in order. */
export function nodesOf<T extends Nodes["type"]>(root: Nodes, type: T): Extract<Nodes, { type: T }>[] {
  const children = "children" in root ? root.children.flatMap((child) => nodesOf(child, type)) : [];
  return root.type === type ? [root as Extract<Nodes, { type: T }>, ...children] : children;
}

/** The first table as rows of plain text. */
export function tableOf(text: string): string[][] {
  const [table] = nodesOf(parseMarkdown(text), "table");
  return (table?.children ?? []).map((row) => row.children.map((cell) => textOf(cell)));
}

/** Headings and what stands below each, as plain text. */
export function sectionsOf(text: string): Record<string, string> {
  const sections: Record<string, string> = {};
  let heading = "";
  for (const node of parseMarkdown(text).children) {
    if (node.type === "heading") heading = textOf(node);
    else sections[heading] = [sections[heading], lines(node)].filter(Boolean).join("\n");
  }
  return sections;
}

function lines(node: Nodes): string {
  if (node.type === "list") return node.children.map(lines).join("\n");
  if (node.type === "break") return "\n";
  return "children" in node ? node.children.map(lines).join("") : textOf(node);
}
