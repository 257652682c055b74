import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { createFontFilter } from "./font-characters.ts";

/** Drawn at twice the size of the SVG, for screens with fine pixels. */
const pngWidth = 2000;

const fontName = "DejaVu Sans";
let loaded: Promise<{ fontBuffers: Uint8Array[]; inFont: (text: string) => string }> | undefined;

/**
 * Turns the SVG of a picture into a PNG, with a font of its own so that it looks the same on every machine. What that
 * font does not have, Chinese for one, gives way to "…".
 */
export async function picturePng(svg: string): Promise<Uint8Array> {
  loaded ??= load();
  const { fontBuffers, inFont } = await loaded;
  const drawn = new Resvg(inFont(svg), {
    fitTo: { mode: "width", value: pngWidth },
    font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: fontName, sansSerifFamily: fontName },
  });
  try {
    return drawn.render().asPng();
  } finally {
    drawn.free();
  }
}

async function load() {
  const [wasm, ...fonts] = await Promise.all(
    [
      "@resvg/resvg-wasm/index_bg.wasm",
      "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
      "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
    ].map((file) => readFile(fileURLToPath(import.meta.resolve(file)))),
  );
  await initWasm(wasm!);
  return { fontBuffers: fonts, inFont: createFontFilter(fonts) };
}
