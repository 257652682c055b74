import { expect, test } from "vitest";
import { describeProblem } from "../../../src/playground/slack/blocks/rules.ts";
import {
  type Surface,
  validateBlocks,
  validateView,
} from "../../../src/playground/slack/blocks/validate-blocks.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const button = (more: object = {}) => ({ type: "button", action_id: "go", text: plain("Go"), ...more });
const option = (value: string) => ({ text: plain(value), value });
const times = <T>(count: number, item: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => item(index));
const problems = (block: object, surface: Surface = "message") =>
  validateBlocks([block], surface).map(describeProblem);

test("what an incident message is made of is accepted", () => {
  const blocks = [
    { type: "header", text: plain("INC-12") },
    { type: "section", fields: [{ type: "mrkdwn", text: "*Lead* <@U1>" }, plain("P1")] },
    { type: "section", text: { type: "mrkdwn", text: "Hello" }, accessory: button() },
    {
      type: "context",
      elements: [
        { type: "mrkdwn", text: "09:14" },
        { type: "image", image_url: "https://x", alt_text: "x" },
      ],
    },
    { type: "divider" },
    {
      type: "actions",
      elements: [button(), { type: "overflow", action_id: "more", options: [option("a")] }],
    },
  ];
  expect(validateBlocks(blocks)).toEqual([]);
});

test("a message takes 50 blocks, a modal or home tab 100", () => {
  const many = (count: number) => times(count, () => ({ type: "divider" }));
  expect(validateBlocks(many(50))).toEqual([]);
  expect(validateBlocks(many(51)).map(describeProblem)).toEqual([
    "no more than 50 items allowed [json-pointer:/blocks]",
  ]);
  expect(validateBlocks(many(100), "home")).toEqual([]);
  expect(validateBlocks(many(101), "modal")).toHaveLength(1);
});

test.each([
  [
    "a section without text or fields",
    { type: "section" },
    "must define at least one of text, fields [json-pointer:/blocks/0]",
  ],
  [
    "an empty text",
    { type: "section", text: plain("") },
    "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "eleven fields",
    { type: "section", fields: times(11, () => plain("x")) },
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a field too long",
    { type: "section", fields: [plain("x".repeat(2001))] },
    "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
  ],
  [
    "a header too long",
    { type: "header", text: plain("x".repeat(151)) },
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a block id too long",
    { type: "divider", block_id: "x".repeat(256) },
    "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
  ],
  ["an unknown block", { type: "blink" }, "unsupported type: blink [json-pointer:/blocks/0/type]"],
  [
    "an unknown field",
    { type: "divider", color: "red" },
    "invalid additional property: color [json-pointer:/blocks/0]",
  ],
  [
    "eleven things in a context",
    { type: "context", elements: times(11, () => plain("x")) },
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a button in a context",
    { type: "context", elements: [button()] },
    "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
  ],
  [
    "26 buttons",
    { type: "actions", elements: times(26, (index) => button({ action_id: `go-${index}` })) },
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "no button",
    { type: "actions", elements: [] },
    "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a button's text too long",
    { type: "actions", elements: [button({ text: plain("x".repeat(76)) })] },
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "a button's value too long",
    { type: "actions", elements: [button({ value: "x".repeat(2001) })] },
    "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
  ],
  [
    "an unknown style",
    { type: "actions", elements: [button({ style: "warning" })] },
    "must be one of primary, danger [json-pointer:/blocks/0/elements/0/style]",
  ],
  [
    "one action id twice",
    { type: "actions", elements: [button(), button()] },
    "an action_id is used twice in one block [json-pointer:/blocks/0]",
  ],
  [
    "mrkdwn on a button",
    { type: "actions", elements: [button({ text: { type: "mrkdwn", text: "x" } })] },
    "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
  ],
  [
    "six menu entries",
    {
      type: "actions",
      elements: [{ type: "overflow", action_id: "m", options: times(6, (i) => option(`${i}`)) }],
    },
    "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "101 options",
    {
      type: "actions",
      elements: [{ type: "static_select", action_id: "s", options: times(101, (i) => option(`${i}`)) }],
    },
    "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "eleven radio buttons",
    {
      type: "actions",
      elements: [{ type: "radio_buttons", action_id: "r", options: times(11, (i) => option(`${i}`)) }],
    },
    "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "a select with no options",
    { type: "actions", elements: [{ type: "static_select", action_id: "s" }] },
    "must define exactly one of options, option_groups [json-pointer:/blocks/0/elements/0]",
  ],
  [
    "an initial option that is not offered",
    {
      type: "actions",
      elements: [
        { type: "static_select", action_id: "s", options: [option("a")], initial_option: option("b") },
      ],
    },
    "initial option must match one of the options exactly [json-pointer:/blocks/0/elements/0]",
  ],
  [
    "a confirm dialog's text too long",
    {
      type: "actions",
      elements: [
        button({
          confirm: {
            title: plain("x"),
            text: plain("x".repeat(301)),
            confirm: plain("Yes"),
            deny: plain("No"),
          },
        }),
      ],
    },
    "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
  ],
  [
    "a confirm dialog without a way out",
    {
      type: "actions",
      elements: [button({ confirm: { title: plain("x"), text: plain("x"), confirm: plain("Yes") } })],
    },
    "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
  ],
  [
    "an image without alt text",
    { type: "image", image_url: "https://x" },
    "missing required field: alt_text [json-pointer:/blocks/0]",
  ],
  [
    "a table too wide",
    { type: "table", rows: [times(21, () => ({ type: "raw_text", text: "x" }))] },
    "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
  ],
])("%s is refused", (_name, block, problem) => {
  expect(problems(block)).toEqual([problem]);
});

test("some blocks belong to one surface", () => {
  const markdown = { type: "markdown", text: "# Hi" };
  const email = {
    type: "input",
    label: plain("Mail"),
    element: { type: "email_text_input", action_id: "mail" },
  };
  expect(problems(markdown)).toEqual([]);
  expect(problems(markdown, "modal")).toHaveLength(1);
  expect(problems(email, "modal")).toEqual([]);
  expect(problems(email, "message")).toEqual([
    "unsupported type: email_text_input [json-pointer:/blocks/0/element/type]",
  ]);
});

test("a block id is used once, and a message holds one table", () => {
  const twice = [
    { type: "divider", block_id: "a" },
    { type: "divider", block_id: "a" },
  ];
  expect(validateBlocks(twice).map(describeProblem)).toEqual([
    "block_id a is used twice [json-pointer:/blocks/1/block_id]",
  ]);
  const table = { type: "table", rows: [[{ type: "raw_text", text: "x" }]] };
  expect(validateBlocks([table, table]).map(describeProblem)).toEqual([
    "only one table is allowed [json-pointer:/blocks]",
  ]);
});

const modal = (more: object = {}) => ({ type: "modal", title: plain("Declare"), blocks: [], ...more });
const input = {
  type: "input",
  block_id: "b",
  label: plain("Title"),
  element: { type: "plain_text_input", action_id: "a" },
};

test.each([
  [
    "a modal without title",
    { type: "modal", blocks: [] },
    "missing required field: title [json-pointer:/view]",
  ],
  [
    "a title too long",
    modal({ title: plain("x".repeat(25)) }),
    "must be less than 25 characters [json-pointer:/view/title/text]",
  ],
  [
    "a submit label too long",
    modal({ submit: plain("x".repeat(25)) }),
    "must be less than 25 characters [json-pointer:/view/submit/text]",
  ],
  [
    "private metadata too long",
    modal({ private_metadata: "x".repeat(3001) }),
    "must be less than 3001 characters [json-pointer:/view/private_metadata]",
  ],
  [
    "inputs without a submit button",
    modal({ blocks: [input] }),
    "missing required field: submit (the view has input blocks) [json-pointer:/view]",
  ],
  [
    "a block that is wrong",
    modal({ blocks: [{ type: "section" }] }),
    "must define at least one of text, fields [json-pointer:/view/blocks/0]",
  ],
  ["no blocks", { type: "home" }, "missing required field: blocks [json-pointer:/view]"],
])("a view with %s is refused", (_name, view, problem) => {
  expect(validateView(view).map(describeProblem)).toEqual([problem]);
});

test("a whole modal and a home tab are accepted", () => {
  expect(
    validateView(
      modal({ blocks: [input], submit: plain("Declare"), callback_id: "declare", notify_on_close: true }),
    ),
  ).toEqual([]);
  expect(validateView({ type: "home", blocks: [{ type: "divider" }] })).toEqual([]);
});
