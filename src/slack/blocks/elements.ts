import type { InputBlock, PlainTextOption } from "@slack/types";
import { unmistakable } from "../../lib/typed-number.ts";
import { shorten } from "./mrkdwn.ts";

/** Slack's limits for fields (docs.slack.dev/reference/block-kit). */
const inputLimit = 3000;
const optionLimit = 75;

/** The one element of each input: Slack keeps what was typed across updates as long as both ids stay. */
const actionId = "value";

/** A field of a form. `id` is how its content comes back. */
type Field = { id: string; label: string; hint?: string; optional?: true };

function input(field: Field, element: InputBlock["element"]): InputBlock {
  return {
    type: "input",
    block_id: field.id,
    label: { type: "plain_text", text: field.label },
    ...(field.hint && { hint: { type: "plain_text", text: field.hint } }),
    optional: field.optional ?? false,
    element,
  };
}

/** A field to type in, with what stands in it at first. */
export function textField(
  field: Field & { initial?: string | undefined; multiline?: true; maxLength?: number; placeholder?: string },
): InputBlock {
  const max = Math.min(field.maxLength ?? inputLimit, inputLimit);
  const initial = field.initial && shorten(field.initial, max);
  return input(field, {
    type: "plain_text_input",
    action_id: actionId,
    multiline: field.multiline ?? false,
    max_length: max,
    ...(initial && { initial_value: initial }),
    ...(field.placeholder && { placeholder: { type: "plain_text", text: field.placeholder } }),
  });
}

/** A field for a number that is 0 or more, or any. */
export function numberField(field: Field & { initial?: number | undefined; negative?: boolean }): InputBlock {
  return input(field, {
    type: "number_input",
    action_id: actionId,
    is_decimal_allowed: true,
    ...(!field.negative && { min_value: "0" }),
    ...(field.initial !== undefined && { initial_value: unmistakable(field.initial) }),
  });
}

/** What can be chosen: value and label. */
export type Choice = { value: string; label: string };

/** A field to choose one of a few. */
export function choiceField(field: Field & { choices: Choice[]; initial?: string | undefined }): InputBlock {
  const options = field.choices.map(toOption);
  const initial = options.find(({ value }) => value === field.initial);
  return input(field, {
    type: "static_select",
    action_id: actionId,
    options,
    ...(initial && { initial_option: initial }),
  });
}

/** Boxes to tick. */
export function tickField(field: Field & { choices: Choice[]; initial?: string[] }): InputBlock {
  const options = field.choices.map(toOption);
  const initial = options.filter(({ value }) => field.initial?.includes(value ?? ""));
  return input(
    { ...field, optional: true },
    {
      type: "checkboxes",
      action_id: actionId,
      options,
      ...(initial.length > 0 && { initial_options: initial }),
    },
  );
}

/** A field to choose a person. */
export function personField(field: Field & { initial?: string | undefined }): InputBlock {
  return input(field, {
    type: "users_select",
    action_id: actionId,
    ...(field.initial && { initial_user: field.initial }),
  });
}

/** A field for a date and time; `initial` in whole seconds since 1970. */
export function momentField(field: Field & { initial?: number | undefined }): InputBlock {
  return input(field, {
    type: "datetimepicker",
    action_id: actionId,
    ...(field.initial && { initial_date_time: field.initial }),
  });
}

function toOption({ value, label }: Choice): PlainTextOption {
  return { value, text: { type: "plain_text", text: shorten(label, optionLimit) } };
}

/** What came back in a field, as text; "" where nothing was filled in. */
export function textOf(fields: Record<string, string | string[] | null>, id: string): string {
  const value = fields[id];
  return typeof value === "string" ? value.trim() : "";
}

/** Tells whether a box was ticked. */
export function isTicked(
  fields: Record<string, string | string[] | null>,
  id: string,
  choice: string,
): boolean {
  const value = fields[id];
  return Array.isArray(value) && value.includes(choice);
}
