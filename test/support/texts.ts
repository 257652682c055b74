import fc from "fast-check";

/** What people and proxies put into texts, and what breaks bots. */
const pieces = [
  "<!channel>",
  "<!here|x>",
  "<@U0LOCAL0001>",
  "<https://clay.example|click>",
  "&amp;",
  "& < >",
  "```",
  "*bold* _it_ ~no~ `code`",
  "😀",
  "👩‍👩‍👧‍👦",
  "🇩🇪",
  "é\u0301\u0302\u0303",
  "שלום עולם",
  "مرحبا",
  "\u202Eright to left\u202C",
  "\u0000\u0007\u001B[31m",
  "\uFEFF",
  "\n",
  "\n> quote\n• point",
  "word ",
  "{title} %s",
  "https://clay.example/?a=1&b=2",
];

/** Text as it comes: control characters, emoji, right-to-left, Slack's own marks, up to this many pieces. */
export function wildText(mostPieces = 12): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "grapheme", maxLength: 20 }));
  return fc.array(piece, { maxLength: mostPieces }).map((all) => all.join(""));
}

/** The same, repeated to some thousands of characters now and then. */
export function wildLongText(most = 12_000): fc.Arbitrary<string> {
  return fc
    .tuple(wildText(), fc.constantFrom(1, 1, 1, 40, 400))
    .map(([text, times]) => cutAt(text.repeat(times), most));
}

/** Wild text that is not empty, for where something must stand. */
export function wildTitle(most = 150): fc.Arbitrary<string> {
  return wildText(8).map((text) => cutAt(`T ${text}`, most).trim());
}

/** Cuts where no surrogate pair is torn apart: Slack's forms give whole characters. */
function cutAt(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}
