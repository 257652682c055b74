import { recogniseError } from "./recognise-error.ts";
import { linkUrl, type Runbook } from "./schema.ts";

/** A piece of advice: a row of the troubleshooting table, or a class of cell error. */
export type HelpTopic = { id: string; issue: string; cause: string; solution: string; link?: string };

/**
 * The advice for what somebody typed, best first: the class of a message copied from a cell, then the rows that share
 * most words with it. All rows when nothing was typed, none when nothing fits.
 */
export function findHelp(runbook: Runbook, typed: string): HelpTopic[] {
  const words = wordsOf(typed);
  const rows = Object.keys(runbook.troubleshooting);
  if (words.length === 0) return rows.map((id) => toTopic(runbook, id));
  const found = rows
    .map((id) => ({ id, score: score(runbook.troubleshooting[id]!, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return [...cellError(runbook, typed), ...found.map(({ id }) => toTopic(runbook, id))];
}

function toTopic(runbook: Runbook, id: string): HelpTopic {
  const { issue, cause, solution, link } = runbook.troubleshooting[id]!;
  const url = linkUrl(runbook, link);
  return { id, issue, cause, solution, ...(url && { link: url }) };
}

function cellError(runbook: Runbook, typed: string): HelpTopic[] {
  const found = recogniseError(runbook, typed);
  const known = found && runbook.errors[found.errorClass];
  return known ? [{ id: found.errorClass, issue: known.label, cause: known.cause, solution: known.fix }] : [];
}

/** A word of the issue counts most, then the words people look for it by, then the rest. */
function score(row: Runbook["troubleshooting"][string], words: string[]): number {
  const places = [wordsOf(row.issue), wordsOf(row.words.join(" ")), wordsOf(`${row.cause} ${row.solution}`)];
  const weights = [3, 2, 1];
  return words.reduce((sum, word) => {
    const place = places.findIndex((texts) => texts.some((text) => isAlike(text, word)));
    return sum + (weights[place] ?? 0);
  }, 0);
}

function isAlike(text: string, word: string): boolean {
  return text === word || (word.length >= 4 && (text.startsWith(word) || word.startsWith(`${text}s`)));
}

/** Words that say nothing about what is wrong. */
const fillers = new Set([
  "the",
  "and",
  "not",
  "can",
  "clay",
  "with",
  "from",
  "for",
  "our",
  "its",
  "does",
  "why",
  "how",
]);

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words.filter((word) => !fillers.has(word));
}
