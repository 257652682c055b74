import { describe, expect, test } from "vitest";
import {
  parseFigure,
  parseWatch,
  renderFigure,
  renderWatch,
} from "../../../../src/slack/features/reminders/watch-form.ts";
import type { FormRequest } from "../../../../src/slack/requests/request.ts";
import { declared, upon } from "../../../support/incidents.ts";

type SentForm = FormRequest<{ incident: string }>;
type Element = { initial_value?: string; initial_option?: { value: string } };

/** A form sent as it was opened. */
function sentAsOpened(view: ReturnType<typeof renderWatch>): SentForm {
  const fields = view.blocks.flatMap((block) => {
    if (block.type !== "input") return [];
    const { initial_value, initial_option } = (block as unknown as { element: Element }).element;
    return [[block.block_id, initial_value ?? initial_option?.value ?? null]];
  });
  return {
    fields: Object.fromEntries(fields),
    carried: JSON.parse(view.private_metadata!),
  } as unknown as SentForm;
}

describe("The form to watch a figure", () => {
  const proposed = { what: "Hit rate", unit: "%", everyMinutes: 15, forMinutes: 60, goal: { atLeast: 60 } };

  test("is filled in with what the checklist proposes", () => {
    expect(parseWatch(sentAsOpened(renderWatch("INC-12", proposed)))).toEqual({
      incident: "INC-12",
      command: { type: "start_watch", ...proposed },
    });
  });

  test("left without a goal it watches until the time is up", () => {
    expect(parseWatch(sentAsOpened(renderWatch("INC-12", { what: "Errors" })))).toMatchObject({
      command: { type: "start_watch", what: "Errors", unit: "", everyMinutes: 15, forMinutes: 60 },
    });
  });

  test("can have triage read it, and a goal not to be passed", () => {
    const opened = sentAsOpened(renderWatch("INC-12", { what: "Credits", goal: { atMost: 5 } }));
    const sent = parseWatch({ ...opened, fields: { ...opened.fields, source: "credits" } });
    expect(sent).toMatchObject({ command: { source: "credits", goal: { atMost: 5 } } });
  });

  test.each([
    ["82,5", { command: { goal: { atLeast: 82.5 } } }],
    ["60 %", { command: { goal: { atLeast: 60 } } }],
    ["1.000", { errors: { goal: "“1.000” can mean 1 or 1,000. Type 1 or 1000." } }],
    ["many", { errors: { goal: "A number, as in 82, 82.5 or 1,000." } }],
  ])("reads the goal %j as it is meant", (goal, read) => {
    const opened = sentAsOpened(renderWatch("INC-12", { what: "Hit rate" }));
    expect(parseWatch({ ...opened, fields: { ...opened.fields, direction: "atLeast", goal } })).toMatchObject(
      read,
    );
  });
});

test("a figure is asked for by name, and of several one is chosen", () => {
  const watch = { type: "start_watch", unit: "%", everyMinutes: 15, forMinutes: 60 } as const;
  const both = upon(upon(declared(), 1, { ...watch, what: "Hit rate" }), 2, { ...watch, what: "Errors" });
  const [first] = both.state.watches;
  const one = renderFigure("INC-12", [first!]);
  expect(one.blocks[1]).toMatchObject({ label: { text: "Hit rate" }, hint: { text: "In %" } });
  const several = renderFigure("INC-12", both.state.watches);
  expect(several.blocks[0]).toMatchObject({ element: { options: [{ value: "W1" }, { value: "W2" }] } });
  const sent = sentAsOpened(several);
  expect(parseFigure({ ...sent, fields: { watch: "W2", value: "0.4" } })).toEqual({
    incident: "INC-12",
    watch: "W2",
    typed: "0.4",
  });
});
