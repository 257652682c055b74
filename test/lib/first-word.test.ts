import { expect, test } from "vitest";
import { firstWord } from "../../src/lib/first-word.ts";

test.each([
  ["P1 webhook down", "P1", "webhook down"],
  ["P1: webhook down", "P1", "webhook down"],
  ["P1:webhook down", "P1", "webhook down"],
  ["P1, webhook down", "P1", "webhook down"],
  ["P1 – webhook down", "P1", "webhook down"],
  ["P1 — webhook down", "P1", "webhook down"],
  ["P1 - webhook down", "P1", "webhook down"],
  ["P1—webhook down", "P1", "webhook down"],
  ["“P2”", "P2", ""],
  ["„P2“: because", "P2", "because"],
  ["'P2' because", "P2", "because"],
  ["*P2* because", "P2", "because"],
  ["`INC-2`: text", "INC-2", "text"],
  ["(INC-2) text", "INC-2", "text"],
  ["INC-2.", "INC-2", ""],
  ["#12: text", "#12", "text"],
  ["  triage  ", "triage", ""],
  ["figure - 3", "figure", "- 3"],
  ["note :smile: done", "note", ":smile: done"],
  ["?", "", ""],
  ["82,5 %", "82,5", "%"],
  ["1.000", "1.000", ""],
  ["https://example.com/x y", "https://example.com/x", "y"],
  ["12:30 lunch", "12:30", "lunch"],
  ["", "", ""],
])("the first word of %j is %j, then %j", (text, word, rest) => {
  expect(firstWord(text)).toEqual({ word, rest });
});

test("lines after the first stay", () => {
  expect(firstWord("INC-2: one\ntwo")).toEqual({ word: "INC-2", rest: "one\ntwo" });
});
