/** A pasted text, made ready to look for phrases in. */
export type ErrorText = {
  /** Its words in small letters, a space around each; "|" stands where a sentence or a value begins and ends. */
  words: string;
  /** The same as it was written, codes in one piece: RETRY is a state of a cell, "retry" a word. */
  asWritten: string;
};

/** A phrase made ready to be looked for: its pieces, with at most six words between them where it says "…". */
export type Phrase = { pieces: string[]; asWritten: boolean };

/** Where a phrase stands, in the words of a text or in what is as it was written. */
export type Span = { from: number; to: number; asWritten: boolean };

/**
 * Reads a text so that every spelling of a phrase is one: RATE_LIMIT_EXCEEDED, rateLimitExceeded, rate-limit exceeded
 * and "Rate limit exceeded" are the same three words.
 */
export function readErrorText(text: string): ErrorText {
  return { words: ` | ${wordsOf(text)} | `, asWritten: ` | ${tokensOf(text)} | ` };
}

/** Reads a phrase of the runbook. A code, in capitals or with "_", is looked for as it is written. */
export function readPhrase(phrase: string): Phrase {
  const asWritten = /^([A-Z][A-Z0-9]+|\w+_\w+)$/.test(phrase);
  const pieces = phrase.split("…").map((piece) => ` ${asWritten ? tokensOf(piece) : wordsOf(piece)} `);
  return { pieces, asWritten };
}

/** The phrase where it is a whole sentence or value, as "Not Found" is in {"message":"Not Found"}. */
export function alone({ pieces, asWritten }: Phrase): Phrase {
  return { pieces: pieces.map((piece) => ` |${piece}| `), asWritten };
}

/** Where a phrase stands first in a text. */
export function findPhrase(text: ErrorText, { pieces, asWritten }: Phrase): Span | undefined {
  const within = asWritten ? text.asWritten : text.words;
  const [first, ...others] = pieces;
  for (let from = within.indexOf(first!); from >= 0; from = within.indexOf(first!, from + 1)) {
    const to = endOf(within, from + first!.length - 1, others);
    if (to !== undefined) return { from, to, asWritten };
  }
  return undefined;
}

/** The end of what follows within the same sentence, each piece at most six words after the one before. */
function endOf(within: string, from: number, pieces: string[]): number | undefined {
  let end = from;
  for (const piece of pieces) {
    const next = within.indexOf(piece, end);
    if (next < 0 || !/^( [^ |]+){0,6}$/.test(within.slice(end, next))) return undefined;
    end = next + piece.length - 1;
  }
  return end;
}

function wordsOf(text: string): string {
  return tokensOf(text.replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").replaceAll("_", " ")).toLowerCase();
}

/** A quote ends a value where JSON's punctuation is beside it; elsewhere it stands around a name in a sentence. */
const endsValue = /"(?=\s*([:,}\]]|$))|(?<=(^|[{[:,])\s*)"/g;

function tokensOf(text: string): string {
  return text
    .replaceAll(/['’`]|\\"/g, "")
    .replaceAll(endsValue, " | ")
    .replaceAll(/[.!?;:,](?=\s|$)|[{}[\]()<>|]/g, " | ")
    .replaceAll(/[^\p{L}\p{N}_|]+/gu, " ")
    .trim();
}
