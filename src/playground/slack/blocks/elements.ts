import { isDeepStrictEqual } from "node:util";
import type { Fields } from "../workspace/types.ts";
import {
  anything,
  boolean,
  both,
  byType,
  integer,
  list,
  matching,
  needsOneOf,
  object,
  oneOf,
  type Rule,
  string,
} from "./rules.ts";

/** A plain_text object of at most `max` characters. */
export const plainText = (max: number): Rule =>
  byType({ plain_text: object({ text: string(max) }, { emoji: boolean }, "plain_text") });

/** A plain_text or mrkdwn object of at most `max` characters. */
export const anyText = (max: number): Rule =>
  byType({
    plain_text: object({ text: string(max) }, { emoji: boolean }, "plain_text"),
    mrkdwn: object({ text: string(max) }, { verbatim: boolean }, "mrkdwn"),
  });

/** A confirm dialog. */
const confirm = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf("primary", "danger") },
);

const option = (text: Rule, more: { [field: string]: Rule } = {}) =>
  object({ text, value: string(150) }, { description: anyText(75), ...more });

const plainOption = option(plainText(75));
const richOption = option(anyText(75));
const optionGroup = object({ label: plainText(75), options: list(plainOption, 100) });

const common = { action_id: string(255), confirm, focus_on_load: boolean };
const placeholder = plainText(150);
const typed = (type: string, required: { [field: string]: Rule }, optional: { [field: string]: Rule }) =>
  object(required, { ...common, ...optional }, type);

function offered(element: Fields): unknown[] {
  const groups = (element.option_groups as { options?: unknown[] }[] | undefined) ?? [];
  return [
    ...((element.options as unknown[] | undefined) ?? []),
    ...groups.flatMap((group) => group?.options ?? []),
  ];
}

/** An element's initial choice must be one of those it offers. */
const initialIsOffered: Rule = (value, pointer, problems) => {
  const element = value as Fields;
  const initial = element.initial_option
    ? [element.initial_option]
    : ((element.initial_options as unknown[]) ?? []);
  const options = Array.isArray(initial) ? offered(element) : [];
  for (const choice of Array.isArray(initial) ? initial : []) {
    if (!options.some((candidate) => isDeepStrictEqual(candidate, choice))) {
      problems.push({ pointer, message: "initial option must match one of the options exactly" });
    }
  }
};

const staticSelect = (type: string, optional: { [field: string]: Rule }): Rule =>
  both(
    both(
      typed(
        type,
        {},
        { options: list(plainOption, 100), option_groups: list(optionGroup, 100), placeholder, ...optional },
      ),
      needsOneOf(["options", "option_groups"]),
    ),
    initialIsOffered,
  );

const id = string(255);
const ids = list(id, 1000);
const several = { max_selected_items: integer(1, 1000) };
const minLength = integer(0, 3000);
const maxLength = integer(1, 3000);
const dispatch = object(
  {},
  { trigger_actions_on: list(oneOf("on_enter_pressed", "on_character_entered"), 2) },
);
const textInput = { placeholder, dispatch_action_config: dispatch };

const selects: { [type: string]: Rule } = {
  static_select: staticSelect("static_select", { initial_option: plainOption }),
  multi_static_select: staticSelect("multi_static_select", {
    initial_options: list(plainOption, 100),
    ...several,
  }),
  external_select: typed(
    "external_select",
    {},
    { placeholder, initial_option: plainOption, min_query_length: integer(0, 100) },
  ),
  multi_external_select: typed(
    "multi_external_select",
    {},
    { placeholder, initial_options: list(plainOption, 100), min_query_length: integer(0, 100), ...several },
  ),
  users_select: typed("users_select", {}, { placeholder, initial_user: id }),
  multi_users_select: typed("multi_users_select", {}, { placeholder, initial_users: ids, ...several }),
  channels_select: typed(
    "channels_select",
    {},
    { placeholder, initial_channel: id, response_url_enabled: boolean },
  ),
  multi_channels_select: typed(
    "multi_channels_select",
    {},
    { placeholder, initial_channels: ids, ...several },
  ),
  conversations_select: typed(
    "conversations_select",
    {},
    {
      placeholder,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: anything,
    },
  ),
  multi_conversations_select: typed(
    "multi_conversations_select",
    {},
    {
      placeholder,
      initial_conversations: ids,
      default_to_current_conversation: boolean,
      filter: anything,
      ...several,
    },
  ),
};

const choices: { [type: string]: Rule } = {
  radio_buttons: both(
    typed("radio_buttons", { options: list(richOption, 10) }, { initial_option: richOption }),
    initialIsOffered,
  ),
  checkboxes: both(
    typed("checkboxes", { options: list(richOption, 10) }, { initial_options: list(richOption, 10) }),
    initialIsOffered,
  ),
};

const pickers: { [type: string]: Rule } = {
  datepicker: typed(
    "datepicker",
    {},
    { placeholder, initial_date: matching(/^\d{4}-\d\d-\d\d$/, "a date as YYYY-MM-DD") },
  ),
  timepicker: typed(
    "timepicker",
    {},
    { placeholder, initial_time: matching(/^\d\d:\d\d$/, "a time as HH:mm"), timezone: string(100) },
  ),
  datetimepicker: typed("datetimepicker", {}, { initial_date_time: integer(1_000_000_000, 9_999_999_999) }),
};

const buttons: { [type: string]: Rule } = {
  button: typed(
    "button",
    { text: plainText(75) },
    {
      url: string(3000),
      value: string(2000, 0),
      style: oneOf("primary", "danger"),
      accessibility_label: string(75),
    },
  ),
  overflow: typed("overflow", { options: list(option(plainText(75), { url: string(3000) }), 5) }, {}),
};

const textInputs: { [type: string]: Rule } = {
  plain_text_input: typed(
    "plain_text_input",
    {},
    {
      ...textInput,
      multiline: boolean,
      initial_value: string(3000, 0),
      min_length: minLength,
      max_length: maxLength,
    },
  ),
};

const modalInputs: { [type: string]: Rule } = {
  email_text_input: typed("email_text_input", {}, { ...textInput, initial_value: string(3000) }),
  url_text_input: typed("url_text_input", {}, { ...textInput, initial_value: string(3000) }),
  number_input: typed(
    "number_input",
    { is_decimal_allowed: boolean },
    { ...textInput, initial_value: string(100), min_value: string(100), max_value: string(100) },
  ),
  file_input: typed("file_input", {}, { filetypes: list(string(20), 100), max_files: integer(1, 10) }),
};

const richTextInput: { [type: string]: Rule } = {
  rich_text_input: typed("rich_text_input", {}, { ...textInput, initial_value: anything }),
};

/** An image as an element. */
export const imageElement: Rule = both(
  object({ alt_text: string(2000) }, { image_url: string(3000), slack_file: anything }, "image"),
  needsOneOf(["image_url", "slack_file"]),
);

/** What may stand in an actions block. */
export const actionElement = byType({
  ...buttons,
  ...selects,
  ...choices,
  ...pickers,
});

/** What may stand beside a section. */
export const accessory = byType({ ...buttons, ...selects, ...choices, ...pickers, image: imageElement });

const inputs = { ...selects, ...choices, ...pickers, ...textInputs };

/** What may be asked in an input block, by the surface it stands on. */
export const inputElements = {
  message: byType(inputs),
  modal: byType({ ...inputs, ...modalInputs, ...richTextInput }),
  home: byType({ ...inputs, ...richTextInput }),
};
