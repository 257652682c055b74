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

/** The words of a text that tell something, in small letters. */
export function tellingWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return words.filter((word) => !fillers.has(word));
}

/** Tells whether a word of a text is the one that was typed, or another form of it. */
export function isAlike(text: string, word: string): boolean {
  return text === word || (word.length >= 4 && (text.startsWith(word) || word.startsWith(`${text}s`)));
}
