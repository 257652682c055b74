import type { BlockElementAction, ViewOutput } from "@slack/bolt";

/** What a button carries or what was chosen in a select, as one string ("" where nothing was). */
export function chosenValue(action: BlockElementAction): string {
  const fields = action as unknown as {
    value?: string;
    selected_option?: { value: string } | null;
    selected_user?: string | null;
    selected_channel?: string | null;
    selected_conversation?: string | null;
  };
  return (
    fields.value ??
    fields.selected_option?.value ??
    fields.selected_user ??
    fields.selected_channel ??
    fields.selected_conversation ??
    ""
  );
}

/** A form's fields by block id: text, the chosen value or values, null where left empty. */
export function fieldsOf(view: ViewOutput): Record<string, string | string[] | null> {
  const fields: Record<string, string | string[] | null> = {};
  for (const [blockId, elements] of Object.entries(view.state.values)) {
    const [element] = Object.values(elements);
    fields[blockId] = element ? fieldValue(element) : null;
  }
  return fields;
}

function fieldValue(element: ViewOutput["state"]["values"][string][string]): string | string[] | null {
  if (element.selected_options) return element.selected_options.map(({ value }) => value);
  if (element.selected_users) return element.selected_users;
  return (
    element.value ??
    element.selected_option?.value ??
    element.selected_user ??
    element.selected_channel ??
    element.selected_conversation ??
    (element.selected_date_time ? String(element.selected_date_time) : null)
  );
}
