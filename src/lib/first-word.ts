/** What people put around a word: quotes, brackets, and Slack's marks for bold, italic and code. */
const around = /^[\s"'“”„‘’«»‹›`*_()[\]]+|[\s"'“”„‘’«»‹›`*_()[\].!?:,;–—]+$/gu;

/**
 * The first word as it is meant, without quotes and punctuation around it, and the text after it: “P2”: why, P2 – why
 * and P2:why are "P2" and "why". One that punctuation runs through ("82,5", "a.b") stays whole.
 */
export function firstWord(text: string): { word: string; rest: string } {
  const [, head = "", tail = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  // "P1:webhook down": what comes after the colon is no part of the word.
  const [, before = head, after = ""] = /^([^:–—]+)[:–—]+([^\s\d/:].*)$/u.exec(head) ?? [];
  const rest = `${after} ${tail}`.trim().replace(/^([:,;]+\s+|[–—-]+\s+(?!\d))+/u, "");
  return { word: before.replaceAll(around, ""), rest };
}
