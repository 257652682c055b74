import { describe, expect, test } from "vitest";
import { pictureSvg } from "../../src/postmortem/picture/draw-picture.ts";
import { looks } from "../../src/postmortem/picture/looks.ts";
import { picture } from "../../src/postmortem/picture/picture.ts";
import { picturePng } from "../../src/postmortem/picture/picture-png.ts";
import { at } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { crowdedOutage, longOutage, quietOutage, webhookOutage } from "../support/outages.ts";

const draw = ({ stream }: IncidentStory, minute = 120) =>
  pictureSvg(picture(stream, { now: at(minute), redact: (text) => text }));

/** Width and height, from the header every PNG begins with. */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  expect(Buffer.from(png.subarray(0, 8)).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const header = new DataView(png.buffer, png.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

describe("The picture", () => {
  test("says in words what it shows, to those who cannot see it", async () => {
    const svg = await draw(webhookOutage());
    expect(svg).toMatch(/^<svg role="img" aria-label="Timeline of INC-12, P1, resolved after 1 h 27 min\./);
    expect(svg).toContain("<title>INC-12 · Webhook &quot;leads&quot; reached its limit</title>");
  });

  test("names lanes, what the bars mean, the end, and the marks there are", async () => {
    const svg = await draw(webhookOutage());
    const shown = [
      "Severity",
      "Status",
      "Lead",
      "Mitigating",
      "Resolved 10:41",
      "Promise missed",
      "Probe failing",
    ];
    for (const text of shown) expect(svg).toContain(`>${text}</text>`);
    expect(svg).not.toContain("Probe degraded");
  });

  test.each([
    ["a short incident", webhookOutage(), 120],
    ["one just declared", quietOutage(), 0],
    ["one of two days", longOutage(), 3000],
    ["a crowded one", crowdedOutage(), 185],
  ])("of %s is a PNG of 2,000 pixels' width", async (_which, story, minute) => {
    const { width, height } = sizeOf(await picturePng(await draw(story, minute)));
    expect(width).toBe(2000);
    expect(height).toBeGreaterThan(250);
    expect(height).toBeLessThan(1600);
  });

  test("of two days has dates on its axis", async () => {
    const svg = await draw(longOutage(), 3000);
    for (const text of ["24 Nov", "25 Nov", "UTC, 2026-11-23 to 2026-11-25"])
      expect(svg).toContain(`>${text}</text>`);
  });

  test("says with its day when one of two days ended", async () => {
    expect(await draw(longOutage(), 3000)).toContain(">Resolved 2026-11-25 10:14</text>");
  });

  test("of an incident just declared says in words what its thin bars mean", async () => {
    const svg = await draw(quietOutage(), 0);
    for (const text of ["P4", "Investigating"]) expect(svg).toContain(`>${text}</text>`);
  });

  test("names each lane as it is called, though one's name begins like another's", async () => {
    const svg = await draw(webhookOutage());
    for (const text of ["Updates in time", "Updates"]) expect(svg).toContain(`>${text}</text>`);
  });

  test("lays trouble on top of what is fine", async () => {
    const svg = await draw(crowdedOutage(), 185);
    const looksOfMarks = [...svg.matchAll(/look: ([\w ]+)"/g)].map(([, look]) => look);
    expect(looksOfMarks[0]).toBe("Promise kept");
    expect(looksOfMarks.at(-1)).toBe("Probe failing");
    expect(looksOfMarks.lastIndexOf("Probe fine")).toBeLessThan(looksOfMarks.indexOf("Probe proves nothing"));
  });

  test("leaves out emoji, for which the font of the PNG has empty boxes", async () => {
    const svg = await draw(declared({ title: "Webhook 🔥 full ⚠️" }));
    expect(svg).toContain(">INC-12 · Webhook full</text>");
    expect(svg.replace(/<title>.*?<\/title>/, "")).not.toMatch(/\p{Emoji_Presentation}/u);
  });

  test("as PNG has “…” for scripts its font lacks, which the page's SVG keeps; the rest stays", async () => {
    const svg = await draw(declared({ title: "客户 webhook лимит 한국어" }));
    expect(svg).toContain(">INC-12 · 客户 webhook лимит 한국어</text>");
    const without = await draw(declared({ title: "… webhook лимит …" }));
    expect(await picturePng(svg)).toEqual(await picturePng(without));
  });

  test("draws the same on every machine: no font, no address, nothing random", async () => {
    const [one, two] = [await draw(webhookOutage()), await draw(webhookOutage())];
    expect(one).toBe(two);
    expect(one.replaceAll(/xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/https?:|@font-face|<image/);
  });

  test("survives any title and any name of a lead", async () => {
    const title =
      `</title><script>x</script> & " \u0000\u0008\ud800 \ufffe \u202e שלום 🔥 ${"long ".repeat(20)}`.slice(
        0,
        150,
      );
    const person = { kind: "person", id: "U9", name: title } as const;
    const svg = await draw(upon(declared({ title }), 1, { type: "take_lead" }, person));
    expect(svg).not.toContain("<script");
    // The renderer parses it as XML, and throws when it is none.
    expect(sizeOf(await picturePng(svg)).width).toBe(2000);
  });
});

test("no two kinds of mark share a shape, and none depends on colour alone", () => {
  const shapes = Object.values(looks).map(({ shape }) => shape);
  expect(new Set(shapes).size).toBe(shapes.length);
});
