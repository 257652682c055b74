/** Text that ends like a sentence, so that another can follow it. */
export function sentence(text: string): string {
  return text === "" || /[.!?…:]$/.test(text) ? text : `${text}.`;
}

/** Text as a sentence by itself, to follow another: it begins with a capital, unless that would change a name. */
export function ownSentence(text: string): string {
  return sentence(capitalised(text));
}

/** Text with a capital at its start, unless that would change a name. */
export function capitalised(text: string): string {
  const isWord = /^\p{Ll}+(?=[\s,;:!?]|[.…]?$)/u.test(text);
  return isWord ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
