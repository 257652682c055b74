import { elementsOf } from "../blocks/validate-blocks.ts";
import type { Block, Fields } from "./types.ts";

/** What people have entered: by block_id, then action_id. */
export type StateValues = { [blockId: string]: { [actionId: string]: Fields & { type: string } } };

/** In which field of the state each kind of element keeps its value, and from which it starts. */
const stateFields: { [type: string]: [value: string, initial: string] } = {
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  checkboxes: ["selected_options", "initial_options"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  file_input: ["files", "initial_files"],
};

/** The name of the field that holds an element's value, or undefined for one that holds none (a button). */
export function valueField(element: Fields): string | undefined {
  return stateFields[String(element.type)]?.[0];
}

/** The options an element offers, out of its groups too. */
export function optionsOf(element: Fields): Fields[] {
  const groups = (element.option_groups as { options: Fields[] }[] | undefined) ?? [];
  return [...((element.options as Fields[] | undefined) ?? []), ...groups.flatMap(({ options }) => options)];
}

/** The state of these blocks: what was entered before where the ids are unchanged, else the initial values. */
export function stateOf(blocks: Block[], before: StateValues = {}): StateValues {
  const state: StateValues = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const names = stateFields[element.type];
      if (!names || !block.block_id) continue;
      const [value, initial] = names;
      const actionId = String(element.action_id);
      const kept = before[block.block_id]?.[actionId];
      const none = value.endsWith("s") ? [] : null;
      const entry =
        kept?.type === element.type ? kept : { type: element.type, [value]: element[initial] ?? none };
      state[block.block_id] = { ...state[block.block_id], [actionId]: entry };
    }
  }
  return state;
}

function chosenOption(element: Fields, value: unknown): Fields {
  const label = (option: Fields) => (option.text as Fields | undefined)?.text;
  const option = optionsOf(element).find(
    (candidate) => candidate.value === value || label(candidate) === value,
  );
  if (!option) throw new Error(`The element ${element.action_id} offers no option "${value}"`);
  return option;
}

/** The state entry after someone entered `value` (an option is named by its value or its label). */
export function enteredState(element: Block, value: unknown): Fields & { type: string } {
  const field = valueField(element);
  if (!field) throw new Error(`An element of type ${element.type} holds no value`);
  const external = element.type.endsWith("external_select");
  const chosen = (one: unknown) => (external || typeof one === "object" ? one : chosenOption(element, one));
  if (field === "selected_option")
    return { type: element.type, [field]: value === null ? null : chosen(value) };
  if (field === "selected_options") return { type: element.type, [field]: (value as unknown[]).map(chosen) };
  return { type: element.type, [field]: value };
}
