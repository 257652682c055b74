import type { Mark } from "../../incident/state.ts";
import { plainText, type Words } from "../../lib/words.ts";

/** The rows of the template, in its order. */
export const templateIds = [
  "date",
  "duration",
  "severity",
  "impact",
  "root_cause",
  "detection",
  "resolution",
  "credits_lost",
  "prevention",
] as const;

/** Every section: the template's rows, then what the record tells besides. */
export const sectionIds = [
  ...templateIds,
  "timeline",
  "evidence",
  "path",
  "people",
  "clocks",
  "action_items",
] as const;

export type SectionId = (typeof sectionIds)[number];

/** A sentence, and where to read the whole of it. */
export type Line = { text: Words; link?: string };

/** A paragraph, or a list of points. */
export type Block = { paragraph: Line } | { list: Line[] };

/** One part of the postmortem. What was `edited` by hand stands in place of what the record says. */
export type Section = {
  id: SectionId;
  title: string;
  generated: Block[];
  edited: (Mark & { text: string }) | null;
};

const titles: Record<SectionId, string> = {
  date: "Incident Date",
  duration: "Duration",
  severity: "Severity",
  impact: "Impact",
  root_cause: "Root Cause",
  detection: "Detection",
  resolution: "Resolution",
  credits_lost: "Credits Lost",
  prevention: "Prevention",
  timeline: "Timeline",
  evidence: "Triage Evidence",
  path: "Path Through the Decision Tree",
  people: "Who Did What",
  clocks: "Promises Kept and Missed",
  action_items: "Action Items",
};

/** What a section is called; the first nine as in the template. */
export function sectionTitle(id: SectionId): string {
  return titles[id];
}

/** A paragraph of one sentence or more. */
export function paragraph(text: Words): Block {
  return { paragraph: { text } };
}

/** A list of points; no block at all when there are none. */
export function list(texts: readonly Words[]): Block[] {
  return texts.length === 0 ? [] : [{ list: texts.map((text) => ({ text })) }];
}

/** The section as it reads now: what was written by hand, else what the record says. */
export function blocksOf({ edited, generated }: Section): Block[] {
  return edited ? parseText(edited.text) : generated;
}

/** The section as plain text that can be edited: paragraphs apart, points with "- ". Read back by `blocksOf`. */
export function sectionText(section: Section): string {
  return section.edited ? section.edited.text : section.generated.map(blockText).join("\n\n");
}

function blockText(block: Block): string {
  if ("paragraph" in block) return plainText(block.paragraph.text);
  // A point is one line, or it would be read back as a point and a paragraph.
  return block.list.map(({ text }) => `- ${plainText(text).replace(/\s*\n\s*/g, " ")}`).join("\n");
}

/** Reads text typed by hand: empty lines part paragraphs, lines that begin with a dash or dot are points. */
function parseText(text: string): Block[] {
  return text.split(/\n\s*\n/).flatMap((part) => runs(part.split("\n").filter((line) => line.trim() !== "")));
}

const point = /^\s*[-*•]\s+/;

function runs(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const text = line.replace(point, "").trim();
    if (point.test(line)) {
      if (last && "list" in last) last.list.push({ text });
      else blocks.push({ list: [{ text }] });
    } else if (last && "paragraph" in last) {
      last.paragraph.text = `${plainText(last.paragraph.text)}\n${text}`;
    } else {
      blocks.push({ paragraph: { text } });
    }
  }
  return blocks;
}
