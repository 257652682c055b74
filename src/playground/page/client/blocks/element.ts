import { useState } from "preact/hooks";
import type { Block, Fields } from "../../../slack/workspace/types.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.ts";
import { html } from "../parts/html.ts";
import { Menu } from "../parts/menu.ts";
import { choose } from "../state/act.ts";
import { plainOf } from "../text/text-object.ts";
import { Button } from "./button.ts";
import { Control, canControl } from "./control.ts";
import { optionsOf } from "./options.ts";
import { useBlockPlace } from "./place.ts";
import { targetOf } from "./target.ts";
import { Unknown } from "./unknown.ts";
import { enteredValue } from "./value.ts";

/** An element in an actions block or beside a section: what is chosen goes to the app at once. */
export function Element({ block, element, label }: { block: Block; element: Block; label?: string }) {
  const { place, state } = useBlockPlace();
  const [asked, setAsked] = useState<{ value: unknown } | null>(null);
  if (element.type === "button") return html`<${Button} block=${block} element=${element} />`;

  const go = (value: unknown) => void choose(place, targetOf(block, element), value);
  const change = (value: unknown) => (element.confirm ? setAsked({ value }) : go(value));
  const dialog =
    asked &&
    html`<${ConfirmDialog}
      confirm=${element.confirm as Fields}
      onAnswer=${(goOn: boolean) => {
        setAsked(null);
        if (goOn) go(asked.value);
      }}
    />`;

  if (element.type === "overflow") {
    const items = optionsOf(element).map(({ option, label: text }) => ({
      label: text,
      onChoose: () => change(option.value),
    }));
    return html`<${Menu} label=${`More actions${label ? `: ${label}` : ""}`} items=${items} class="button">⋯<//>${dialog}`;
  }
  if (!canControl(element)) return html`<${Unknown} what="element" value=${element} />`;
  const name = plainOf(element.placeholder) || label || String(element.action_id);
  return html`<${Control}
      element=${element}
      label=${name}
      value=${enteredValue(element, state[block.block_id ?? ""]?.[String(element.action_id)])}
      onChange=${change}
    />${dialog}`;
}
