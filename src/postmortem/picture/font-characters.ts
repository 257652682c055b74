/** The ranges of characters a TrueType font has glyphs for, read from its table "cmap" of format 12. */
function rangesOf(font: Uint8Array): { first: number; last: number }[] {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, "cmap");
  const subtables = Array.from(
    { length: view.getUint16(cmap + 2) },
    (_, i) => cmap + view.getUint32(cmap + 8 + i * 8),
  );
  const full = subtables.find((at) => view.getUint16(at) === 12);
  if (full === undefined) throw new Error("The font tells of its characters in another form than expected");
  return Array.from({ length: view.getUint32(full + 12) }, (_, i) => {
    const group = full + 16 + i * 12;
    return { first: view.getUint32(group), last: view.getUint32(group + 4) };
  });
}

function tableAt(view: DataView, name: string): number {
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + i * 16);
  const wanted = Buffer.from(name).readUInt32BE();
  return view.getUint32(tables.find((entry) => view.getUint32(entry) === wanted)! + 8);
}

/** Puts "…" in place of what one of the fonts cannot show and would draw as empty boxes: one for each run of it. */
export function createFontFilter(fonts: readonly Uint8Array[]): (text: string) => string {
  const all = fonts.map(rangesOf);
  const isShown = (character: string) => {
    const code = character.codePointAt(0)!;
    return all.every((ranges) => ranges.some(({ first, last }) => first <= code && code <= last));
  };
  return (text) =>
    text
      // What is never drawn, such as joiners, needs no glyph.
      .replace(/[^\p{ASCII}\p{Default_Ignorable_Code_Point}]/gu, (it) => (isShown(it) ? it : unknown))
      .replace(new RegExp(`${unknown}+`, "g"), "…");
}

/** Stands for a character the fonts lack: one that means nothing, and that no XML may hold. */
const unknown = "\uffff";
