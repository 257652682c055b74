import { describe, expect, test } from "vitest";
import { parseFigureTyped, readFigure } from "../../../../src/slack/features/reminders/figure-typed.ts";
import { declared, upon } from "../../../support/incidents.ts";

const start = { type: "start_watch", everyMinutes: 15, forMinutes: 60 } as const;
const watching = (what: string, unit: string) =>
  upon(declared(), 1, { ...start, what, unit }).state.watches[0]!;
const hitRate = watching("Hit rate", "%");
const credits = watching("Credits", "credits");
const trend = watching("Trend", "");

describe("a figure typed behind the verb", () => {
  test.each([
    ["W2 82 %", { id: "W2", typed: "82 %" }],
    ["w1", { id: "W1", typed: "" }],
    ["82,5 %", { id: null, typed: "82,5 %" }],
    ["", { id: null, typed: "" }],
  ])("%j", (text, read) => {
    expect(parseFigureTyped(text)).toEqual(read);
  });

  test.each([
    [hitRate, "82,5 %", 82.5],
    [hitRate, "82.500 %", 82.5],
    [credits, "41k", 41_000],
    [credits, "1,000", 1000],
    [trend, "-3", -3],
    [trend, "82 %", 82],
  ])("is read by what is watched ($what): %j", (watch, typed, value) => {
    expect(readFigure("INC-12", watch, typed)).toEqual({ value });
  });

  test("that can be read in two ways offers both, each one press away", () => {
    const read = readFigure("INC-12", credits, "1.000");
    expect(read).toMatchObject({
      refused: {
        sentence: "“1.000” can mean 1 or 1,000. Which one is it?",
        content: {
          blocks: [
            {},
            {
              elements: [
                { text: { text: "1" }, value: "figure INC-12 W1 1" },
                { text: { text: "1,000" }, value: "figure INC-12 W1 1000" },
              ],
            },
          ],
        },
      },
    });
  });

  test.each([
    [credits, "82 %", "Credits is counted in credits, not in percent."],
    [hitRate, "eighty", "I cannot read “eighty” as a number. Type it as in 82, 82.5 or 1,000."],
    [hitRate, "82,5,1", "I cannot read “82,5,1” as a number. Type it as in 82, 82.5 or 1,000."],
  ])("that is none of this kind ($what, %j) is refused in words", (watch, typed, sentence) => {
    expect(readFigure("INC-12", watch, typed)).toMatchObject({ refused: { sentence } });
  });
});
