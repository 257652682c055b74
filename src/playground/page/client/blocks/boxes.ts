import { useId } from "preact/hooks";
import { html } from "../parts/html.ts";
import { TextObject } from "../text/text-object.ts";
import type { ControlProps } from "./control-props.ts";
import type { Option } from "./options.ts";

/** Boxes to tick, or radio buttons of which one is chosen. */
export function Boxes({
  element,
  value,
  onChange,
  label,
  describedBy,
  options,
}: ControlProps & { options: Option[] }) {
  const name = useId();
  const several = element.type === "checkboxes";
  const chosen = several ? ((value as string[]) ?? []) : [value];
  const change = (option: string, ticked: boolean) => {
    if (!several) return onChange(option);
    const rest = chosen.filter((other) => other !== option);
    onChange(ticked ? [...rest, option] : rest);
  };
  return html`<div class="boxes" role="group" aria-label=${label} aria-describedby=${describedBy}>
    ${options.map(
      ({ option, value: own, hint }) => html`<label>
        <input
          type=${several ? "checkbox" : "radio"}
          name=${name}
          checked=${chosen.includes(own)}
          onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
            change(own, currentTarget.checked)}
        />
        <span><${TextObject} text=${option.text} />${hint && html`<small>${hint}</small>`}</span>
      </label>`,
    )}
  </div>`;
}
