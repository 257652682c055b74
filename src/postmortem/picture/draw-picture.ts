import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { Picture } from "./picture.ts";
import { pictureSpec } from "./picture-spec.ts";

/** Draws the picture as an SVG of 1,000 pixels' width that says in words what it shows. */
export async function pictureSvg(picture: Picture): Promise<string> {
  const view = new View(parse(compile(pictureSpec(picture)).spec), { renderer: "none" });
  try {
    return withAlternative(await view.toSVG(), picture);
  } finally {
    view.finalize();
  }
}

/** Screen readers take an SVG for an image with a name, instead of reading out every tick of its axis. */
function withAlternative(svg: string, { title, alt }: Picture): string {
  const named = `role="img" aria-label="${escapeXml(alt)}"`;
  return svg.replace(/^<svg /, `<svg ${named} `).replace(/>/, `><title>${escapeXml(title)}</title>`);
}

/** Text as it may stand in XML or HTML, in attributes too. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML may not hold them, however they are written.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
