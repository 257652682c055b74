import type { Runbook } from "../schema.ts";

/** A class of cell error, and the words by which it was recognised. */
export type RecognisedError = { errorClass: string; by: string };

/**
 * Recognises a message or code copied from a cell: the class with the longest text found in it, so that what is said
 * more exactly wins. Undefined when the runbook knows none of it.
 */
export function recogniseError(
  runbook: Pick<Runbook, "errors">,
  pasted: string,
): RecognisedError | undefined {
  const text = pasted.replaceAll(/\s+/g, " ").replaceAll("’", "'");
  return Object.entries(runbook.errors)
    .flatMap(([errorClass, { matches }]) => matches.map((by) => ({ errorClass, by })))
    .filter(({ by }) => mentions(text, by))
    .reduce<RecognisedError | undefined>(
      (best, found) => (best && best.by.length >= found.by.length ? best : found),
      undefined,
    );
}

function mentions(text: string, phrase: string): boolean {
  // Codes are matched as written: "RETRY" is a state of a cell, "retry" stands in many messages.
  const isCode = /^[A-Z][A-Z_]+$/.test(phrase);
  const escaped = phrase.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, isCode ? "u" : "iu").test(text);
}
