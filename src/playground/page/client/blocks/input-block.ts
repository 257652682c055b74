import { useId } from "preact/hooks";
import type { Block } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { choose } from "../state/act.ts";
import { plainOf } from "../text/text-object.ts";
import { Control, canControl } from "./control.ts";
import { useBlockPlace } from "./place.ts";
import { keyOf, targetOf } from "./target.ts";
import { Unknown } from "./unknown.ts";
import { enteredValue } from "./value.ts";

/** A field of a form: label, control, hint, and what is wrong with it. */
export function InputBlock({ block }: { block: Block }) {
  const { place, state, drafts = {}, draft, errors } = useBlockPlace();
  const id = useId();
  const element = block.element as Block;
  const key = keyOf(block, element);
  const error = errors[block.block_id ?? ""];
  const entered = state[block.block_id ?? ""]?.[String(element.action_id)];
  const value = key in drafts ? drafts[key] : enteredValue(element, entered);
  const hint = plainOf(block.hint);
  const change = (now: unknown) => {
    draft?.(key, now);
    if (block.dispatch_action || !draft) void choose(place, targetOf(block, element), now);
  };
  const boxes = element.type === "checkboxes" || element.type === "radio_buttons";
  const label = html`${plainOf(block.label)}${block.optional ? html` <small>(optional)</small>` : null}`;
  return html`<div class=${`input-block ${error ? "wrong" : ""}`}>
    ${boxes ? html`<span class="label">${label}</span>` : html`<label class="label" for=${id}>${label}</label>`}
    ${
      canControl(element)
        ? html`<${Control}
          element=${element}
          id=${id}
          label=${boxes ? plainOf(block.label) : undefined}
          value=${value}
          onChange=${change}
          describedBy=${`${id}-about`}
          invalid=${error !== undefined}
          required=${!block.optional}
        />`
        : html`<${Unknown} what="input" value=${element} />`
    }
    <div id=${`${id}-about`} class="about">
      ${error && html`<p class="error" role="alert">⚠ ${error}</p>`}${hint && html`<p class="hint">${hint}</p>`}
    </div>
  </div>`;
}
