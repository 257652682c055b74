import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Inline, parseInline, parseMrkdwn } from "../../../src/playground/page/client/text/mrkdwn.ts";

const text = (words: string): Inline => ({ kind: "text", text: words });

describe("a line", () => {
  test.each<[typed: string, pieces: Inline[]]>([
    ["plain words", [text("plain words")]],
    [
      "*bold* and _slanted_",
      [{ kind: "bold", parts: [text("bold")] }, text(" and "), { kind: "italic", parts: [text("slanted")] }],
    ],
    ["2 * 3 * 4 and snake_case_name", [text("2 * 3 * 4 and snake_case_name")]],
    ["*_both_*", [{ kind: "bold", parts: [{ kind: "italic", parts: [text("both")] }] }]],
    ["`*not bold*`", [{ kind: "code", text: "*not bold*" }]],
    ["5 &lt; 6 &amp;&amp; 7 &gt; 6", [text("5 < 6 && 7 > 6")]],
    ["&amp;lt;", [text("&lt;")]],
    [
      "<@U1> in <#C1|incidents>",
      [
        { kind: "user", id: "U1", label: "" },
        text(" in "),
        { kind: "channel", id: "C1", label: "incidents" },
      ],
    ],
    [
      "<!here> <!subteam^S1>",
      [{ kind: "broadcast", name: "here" }, text(" "), { kind: "group", id: "S1", label: "" }],
    ],
    [
      "<https://status.clay.com|status> :eyes:",
      [
        { kind: "link", url: "https://status.clay.com", label: "status" },
        text(" "),
        { kind: "emoji", name: "eyes" },
      ],
    ],
    [
      "see https://a.example/?a=1&amp;b=2",
      [
        text("see "),
        { kind: "link", url: "https://a.example/?a=1&b=2", label: "https://a.example/?a=1&b=2" },
      ],
    ],
    [
      "*at <!date^1795440000^{time}|20:00 UTC>*",
      [
        {
          kind: "bold",
          parts: [
            text("at "),
            { kind: "date", seconds: 1795440000, format: "{time}", url: "", fallback: "20:00 UTC" },
          ],
        },
      ],
    ],
  ])("%s", (typed, pieces) => {
    expect(parseInline(typed)).toEqual(pieces);
  });

  test("no letter is lost or doubled, whatever is typed", () => {
    const typed = fc.string({ unit: fc.constantFrom(..."abc*_~`<>:|@#! ") });
    const letters = (words: string) => words.replace(/[^abc]/g, "");
    fc.assert(
      fc.property(typed, (words) => {
        expect(letters(parseInline(words).map(contentOf).join(""))).toBe(letters(words));
      }),
    );
  });
});

/** All that a piece holds of what was typed. */
function contentOf(piece: Inline): string {
  if ("parts" in piece) return piece.parts.map(contentOf).join("");
  if ("text" in piece) return piece.text;
  if (piece.kind === "link") return piece.label === piece.url ? piece.url : piece.url + piece.label;
  if ("id" in piece) return piece.id + piece.label;
  return "name" in piece ? piece.name : "";
}

describe("lines", () => {
  test("bullets, numbers, quotes and code stand for themselves; numbers go on where they were", () => {
    const typed = "Look:\n• one\n• *two*\n3. three\n4. four\n&gt; said\n```\n*raw* &lt;b&gt;\n```\nend";
    expect(parseMrkdwn(typed)).toEqual([
      { kind: "lines", lines: [[text("Look:")]] },
      { kind: "bullets", items: [[text("one")], [{ kind: "bold", parts: [text("two")] }]] },
      { kind: "numbers", start: 3, items: [[text("three")], [text("four")]] },
      { kind: "quote", parts: [{ kind: "lines", lines: [[text("said")]] }] },
      { kind: "code", text: "*raw* <b>" },
      { kind: "lines", lines: [[text("end")]] },
    ]);
  });

  test("an empty line stays", () => {
    expect(parseMrkdwn("a\n\nb")).toEqual([{ kind: "lines", lines: [[text("a")], [], [text("b")]] }]);
  });
});
