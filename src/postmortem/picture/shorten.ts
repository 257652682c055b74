/** Keeps beginning and end: names in a row often differ in their last word alone. */
export function shortenMiddle(text: string, limit: number): string {
  const characters = charactersOf(text);
  if (characters.length <= limit) return characters.join("");
  const head = Math.ceil((limit - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(head + 1 - limit).join("")}`;
}

/** Keeps the beginning. Counts characters as people see them. */
export function shorten(text: string, limit: number): string {
  const characters = charactersOf(text);
  return characters.length <= limit ? characters.join("") : `${characters.slice(0, limit - 1).join("")}…`;
}

/** The text cut between characters as people see them, without what no XML may hold and the font cannot show. */
function charactersOf(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]+/gu, " ");
  const characters = [...new Intl.Segmenter().segment(clean)].map(({ segment }) => segment);
  const shown = characters.filter((character) => !/\p{Emoji_Presentation}|\ufe0f/u.test(character));
  // Where an emoji is gone, the spaces around it meet.
  return shown.filter((character, i) => character !== " " || shown[i - 1] !== " ");
}
