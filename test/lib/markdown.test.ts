import { expect, test } from "vitest";
import { escapeMarkdown, escapeMarkdownLine } from "../../src/lib/markdown.ts";

test.each([
  ["# not a heading", "\\# not a heading"],
  ["- no list", "\\- no list"],
  ["1. no list", "1\\. no list"],
  ["=== no heading", "\\=== no heading"],
  ["[no](link) ![image]", "\\[no\\](link) !\\[image\\]"],
  ["a | b", "a \\| b"],
  ["`code` <script>", "\\`code\\` \\<script\\>"],
  ["&amp; stays", "\\&amp; stays"],
  ["https://a_b www.x", "https\\://a\\_b www\\.x"],
  ["C:\\path", "C:\\\\path"],
  ["one\n\n  two", "one\\\ntwo"],
])("typed %j is shown as typed", (typed, escaped) => {
  expect(escapeMarkdown(typed)).toBe(escaped);
});

test("a table cell stays on its line", () => {
  expect(escapeMarkdownLine("one\n\ntwo | three")).toBe("one two \\| three");
});
