import type { Fields } from "../../../slack/workspace/types.ts";

const optionValue = (option: unknown) => (option as Fields | null)?.value ?? null;

/** What stands in an element, as its control takes it: an option by its value, several as a list. */
export function enteredValue(element: Fields, entered: Fields | undefined): unknown {
  const from = (name: string, initial: string) => (entered ? entered[name] : element[initial]) ?? null;
  const type = String(element.type);
  if (type === "checkboxes" || /^multi_(static|external)_select$/.test(type)) {
    const chosen = (from("selected_options", "initial_options") as Fields[] | null) ?? [];
    return chosen.map(optionValue);
  }
  if (type === "radio_buttons" || /^(static|external)_select$/.test(type))
    return optionValue(from("selected_option", "initial_option"));
  const plural = /^multi_(user|channel|conversation)s_select$/.exec(type)?.[1];
  if (plural) return from(`selected_${plural}s`, `initial_${plural}s`) ?? [];
  const single = /^(user|channel|conversation)s_select$/.exec(type)?.[1];
  if (single) return from(`selected_${single}`, `initial_${single}`);
  if (type === "datetimepicker") return from("selected_date_time", "initial_date_time");
  if (type === "datepicker") return from("selected_date", "initial_date");
  if (type === "timepicker") return from("selected_time", "initial_time");
  return from("value", "initial_value");
}
