import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitMessage, messageBudget, sizeOf } from "../../../src/slack/web/fit-message.ts";

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const press = {
  type: "actions",
  elements: [{ type: "button", action_id: "a", value: "b", text: { type: "plain_text", text: "Update" } }],
};
const textsOf = (blocks: object[]) =>
  blocks.flatMap((block) =>
    "text" in block ? [(block as never as { text: { text: string } }).text.text] : [],
  );

describe("What is too long for one message of Slack's", () => {
  test("is left as it is while it fits", () => {
    const args = { channel: "C1", text: "x", blocks: [section("a".repeat(2900)), section("b".repeat(2900))] };
    expect(fitMessage(args)).toBe(args);
  });

  test("gives way where it is longest; short lines and buttons stay whole, and it says so", () => {
    const blocks = [
      section("*INC-1 · P1*"),
      ...Array.from({ length: 5 }, () => section("a".repeat(3000))),
      press,
    ];
    const fitted = fitMessage({ blocks });
    expect(sizeOf(fitted.blocks)).toBeLessThanOrEqual(messageBudget);
    expect(textsOf(fitted.blocks)[0]).toBe("*INC-1 · P1*");
    expect(fitted.blocks).toContainEqual(press);
    expect(JSON.stringify(fitted.blocks.at(-1))).toContain("Shortened");
    expect(blocks[1]).toEqual(section("a".repeat(3000)));
  });

  test("keeps what people have typed into a form", () => {
    const typed = { type: "input", element: { type: "plain_text_input", initial_value: "t".repeat(3000) } };
    const { view } = fitMessage({ view: { blocks: [...Array(5).fill(section("a".repeat(3000))), typed] } });
    expect(view.blocks).toContainEqual(typed);
    expect(sizeOf(view.blocks)).toBeLessThanOrEqual(messageBudget);
  });

  test("whatever it is, it fits, and no block is empty", () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 3000 }), { minLength: 1, maxLength: 49 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2000, max: 11_000 }), (lines, budget) => {
        const { blocks } = fitMessage({ blocks: lines.map(section) }, budget);
        expect(sizeOf(blocks)).toBeLessThanOrEqual(Math.max(budget, 0));
        expect(textsOf(blocks).every((text) => text.length > 0)).toBe(true);
      }),
    );
  });
});
