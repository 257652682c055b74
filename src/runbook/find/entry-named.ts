import type { Runbook } from "../schema.ts";
import { isAlike, tellingWords } from "./alike.ts";

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

/**
 * The way in that somebody means who typed part of its title: the one these words name, else the one of whose title
 * most was typed. At least half of what was typed must be in it, so that a whole sentence about something else names
 * none.
 */
export function entryMeant(runbook: Runbook, typed: string): string | undefined {
  const words = tellingWords(typed);
  const scored = Object.entries(runbook.entries)
    .map(([id, { title }]) => {
      const known = tellingWords(title);
      const hit = known.filter((text) => words.some((word) => isAlike(text, word))).length;
      return { id, hit, part: hit / known.length };
    })
    .filter(({ hit }) => hit > 0 && hit >= words.length / 2)
    .sort((a, b) => b.hit - a.hit || b.part - a.part);
  const [best, next] = scored;
  const isClear = best && !(next && next.hit === best.hit && next.part === best.part);
  return entryNamed(runbook, typed) ?? (isClear ? best.id : undefined);
}

/** The way in by which the walk of an incident with this title begins: the first, unless the title names one. */
export function entryFor(runbook: Runbook, title: string): string | undefined {
  return entryNamed(runbook, title, 2) ?? Object.keys(runbook.entries)[0];
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
}
