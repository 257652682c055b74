import type { Fields } from "../../../slack/workspace/types.ts";
import { plainOf } from "../text/text-object.ts";

export type Option = { option: Fields; value: string; label: string; hint: string; group: string };

/** The options of an element, those of its groups with the group's name. */
export function optionsOf(element: Fields): Option[] {
  const groups = (element.option_groups as { label: unknown; options: Fields[] }[] | undefined) ?? [];
  const shown = (option: Fields, group: string): Option => ({
    option,
    value: String(option.value),
    label: plainOf(option.text),
    hint: plainOf(option.description),
    group,
  });
  return [
    ...((element.options as Fields[] | undefined) ?? []).map((option) => shown(option, "")),
    ...groups.flatMap(({ label, options }) => options.map((option) => shown(option, plainOf(label)))),
  ];
}
