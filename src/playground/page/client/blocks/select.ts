import { html } from "../parts/html.ts";
import { plainOf } from "../text/text-object.ts";
import type { ControlProps } from "./control-props.ts";

type Choice = { value: string; label: string; group?: string };

/** A list to choose one from, or with a "multi_" element, any number. */
export function Select({
  element,
  value,
  onChange,
  aria,
  options,
}: ControlProps & { aria: Record<string, unknown>; options: Choice[] }) {
  const multiple = element.type.startsWith("multi_");
  const chosen = multiple ? (value as string[]) : [String(value ?? "")];
  const change = ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
    const values = [...currentTarget.selectedOptions].map((option) => option.value);
    onChange(multiple ? values : values[0] || null);
  };
  const groups = [...new Set(options.map(({ group }) => group ?? ""))];
  const drawn = (group: string) =>
    options
      .filter((option) => (option.group ?? "") === group)
      .map(
        (option) =>
          html`<option value=${option.value} selected=${chosen.includes(option.value)}>${option.label}</option>`,
      );
  return html`<select ...${aria} multiple=${multiple} onChange=${change}>
    ${!multiple && html`<option value="">${plainOf(element.placeholder) || "Choose…"}</option>`}
    ${groups.map((group) => (group ? html`<optgroup label=${group}>${drawn(group)}</optgroup>` : drawn(group)))}
  </select>`;
}
