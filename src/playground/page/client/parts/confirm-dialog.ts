import { useId } from "preact/hooks";
import type { Fields } from "../../../slack/workspace/types.ts";
import { TextObject } from "../text/text-object.ts";
import { Dialog } from "./dialog.ts";
import { html } from "./html.ts";

const labelOf = (text: unknown, otherwise: string) => String((text as Fields | undefined)?.text ?? otherwise);

/** Asks what an element's confirm object asks. */
export function ConfirmDialog({ confirm, onAnswer }: { confirm: Fields; onAnswer: (goOn: boolean) => void }) {
  const id = useId();
  const style = confirm.style === "danger" ? "danger" : "primary";
  return html`<${Dialog} class="confirm" labelledBy=${id} onClose=${() => onAnswer(false)}>
    <h2 id=${id}>${labelOf(confirm.title, "Are you sure?")}</h2>
    <div class="confirm-text"><${TextObject} text=${confirm.text} /></div>
    <footer class="dialog-buttons">
      <button type="button" class="button" onClick=${() => onAnswer(false)}>
        ${labelOf(confirm.deny, "Cancel")}
      </button>
      <button type="button" class=${`button ${style}`} onClick=${() => onAnswer(true)}>
        ${labelOf(confirm.confirm, "Yes")}
      </button>
    </footer>
  <//>`;
}
