import { escapeMarkdown, escapeMarkdownLine } from "../lib/markdown.ts";
import { plainText } from "../lib/words.ts";
import type { Postmortem } from "./postmortem.ts";
import { type Block, blocksOf, type Line, type Section, templateIds } from "./sections/section.ts";

/** A cell of the table holds one line of about this length; what is longer follows below, in full. */
const cellLimit = 200;

/** The postmortem as CommonMark with one table, times in UTC. Text that people typed is shown as typed. */
export function postmortemMarkdown(told: Postmortem): string {
  const [rows, others] = splitSections(told);
  const more = rows.filter((row) => !fitsCell(blocksOf(row)));
  const parts = [
    `# ${told.drill ? "DRILL: " : ""}Postmortem ${told.name}: ${escapeMarkdownLine(told.title)}`,
    ...missing(told),
    table(rows),
    ...[...more, ...others].flatMap(section),
  ];
  return `${parts.join("\n\n")}\n`;
}

function splitSections({ sections }: Postmortem): [rows: Section[], others: Section[]] {
  const isRow = ({ id }: Section) => (templateIds as readonly string[]).includes(id);
  return [sections.filter(isRow), sections.filter((one) => !isRow(one))];
}

function missing({ open, missing: sentences }: Postmortem): string[] {
  if (sentences.length === 0) return [];
  const heading = open ? "**This is a draft.** Missing so far:" : "Missing:";
  return [heading, sentences.map((sentence) => `- ${escapeMarkdownLine(sentence)}`).join("\n")];
}

function table(rows: readonly Section[]): string {
  const lines = rows.map((row) => `| ${row.title} | ${cell(blocksOf(row))} |`);
  return ["| Item | Details |", "|---|---|", ...lines].join("\n");
}

function cell(blocks: readonly Block[]): string {
  if (fitsCell(blocks)) return escapeMarkdownLine(blocks.map(oneLine).join(" · "));
  const first = oneLine(blocks[0]);
  const short = first.length > cellLimit ? `${shorten(first)}…` : first;
  return `${escapeMarkdownLine(short)} (more below)`;
}

function fitsCell(blocks: readonly Block[]): boolean {
  const texts = blocks.flatMap(linesOf).map(({ text }) => plainText(text));
  return texts.join(" · ").length <= cellLimit && !texts.some((text) => text.includes("\n"));
}

function linesOf(block: Block): Line[] {
  return "paragraph" in block ? [block.paragraph] : block.list;
}

function oneLine(block: Block | undefined): string {
  const texts = block ? linesOf(block).map(({ text }) => plainText(text)) : [];
  return texts.join(" · ").replace(/\s+/g, " ");
}

/** Cuts between characters as people see them: half an emoji is no text. */
function shorten(text: string): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > cellLimit) break;
    kept += segment;
  }
  return kept;
}

function section(one: Section): string[] {
  return [`## ${one.title}`, ...blocksOf(one).map(block)];
}

function block(one: Block): string {
  if ("paragraph" in one) return line(one.paragraph, escapeMarkdown);
  return one.list.map((item) => `- ${line(item, escapeMarkdownLine)}`).join("\n");
}

function line({ text, link }: Line, escaped: (text: string) => string): string {
  const url = link && webAddress(link);
  return `${escaped(plainText(text))}${url ? ` ([link](<${url}>))` : ""}`;
}

/** The address as it may stand between angle brackets; undefined when it is none a browser should follow. */
export function webAddress(link: string): string | undefined {
  const url = URL.parse(link);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") return undefined;
  return url.href.replace(/[<>\\|]/g, encodeURIComponent);
}
