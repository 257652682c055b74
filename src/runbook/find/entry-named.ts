import type { Runbook } from "../schema.ts";

/**
 * The way in that these words name, if exactly one: it says all that was typed, or all of its name was typed. A title
 * must name one by two words at least, as "Webhook" alone may be about anything.
 */
export function entryNamed(runbook: Runbook, typed: string, wordsAtLeast = 1): string | undefined {
  const words = wordsOf(typed);
  if (words.length < wordsAtLeast) return undefined;
  const matches = Object.entries(runbook.entries).filter(([, { title, symptom }]) => {
    const known = `${title} ${symptom}`.toLowerCase();
    return (
      words.every((word) => known.includes(word)) || wordsOf(title).every((word) => words.includes(word))
    );
  });
  return matches.length === 1 ? matches[0]![0] : undefined;
}

/** The way in by which the walk of an incident with this title begins: the first, unless the title names one. */
export function entryFor(runbook: Runbook, title: string): string | undefined {
  return entryNamed(runbook, title, 2) ?? Object.keys(runbook.entries)[0];
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
}
