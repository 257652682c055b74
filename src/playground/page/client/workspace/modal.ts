import { useId, useState } from "preact/hooks";
import type { StateValues } from "../../../slack/workspace/state.ts";
import type { Block, Fields } from "../../../slack/workspace/types.ts";
import { slack } from "../api.ts";
import { Blocks } from "../blocks/blocks.ts";
import { BlockPlaceContext } from "../blocks/place.ts";
import { Dialog } from "../parts/dialog.ts";
import { html } from "../parts/html.ts";
import { interact } from "../state/act.ts";
import { actingName, type View } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";
import { plainOf } from "../text/text-object.ts";

/** The modal on top, as the acting person has it before them. */
export function Modal({ view }: { view: View }) {
  const [drafts, setDrafts] = useState<{ [key: string]: unknown }>({});
  const [busy, setBusy] = useState(false);
  const id = useId();
  const close = () => void attempt(() => slack("closeModal", actingName.value));
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    await attempt(async () => {
      await slack("fill", actingName.value, view.id, stillThere(drafts, view.blocks));
      await interact(() => slack("submit", actingName.value, view.id));
    });
    setBusy(false);
  };
  const place = {
    place: { view: view.id },
    state: (view.state as { values: StateValues }).values,
    errors: view.errors,
    drafts,
    draft: (key: string, value: unknown) => setDrafts((before) => ({ ...before, [key]: value })),
  };
  return html`<${Dialog} class="modal" labelledBy=${id} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <header class="pane-header">
        <h2 id=${id}>${plainOf(view.title)}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${close}>✕</button>
      </header>
      <div class="modal-body" ref=${startInFirstField}>
        <${BlockPlaceContext.Provider} value=${place}><${Blocks} blocks=${view.blocks} /><//>
      </div>
      <footer class="dialog-buttons">
        <button type="button" class="button" onClick=${close}>${plainOf(view.close) || "Cancel"}</button>
        ${
          view.submit
            ? html`<button type="submit" class="button primary" aria-busy=${busy}>${plainOf(view.submit)}</button>`
            : null
        }
      </footer>
    </form>
  <//>`;
}

/** As in Slack, one can type at once; but no phone's keyboard comes over a form not yet read. */
function startInFirstField(body: HTMLElement | null): void {
  const first = body?.querySelector<HTMLElement>("input, select, textarea");
  if (first && matchMedia("(hover: hover)").matches) first.autofocus = true;
}

/** The app may have changed the form meanwhile; what a field tells the app by itself was told already. */
function stillThere(drafts: { [key: string]: unknown }, blocks: Block[]): { [key: string]: unknown } {
  const keys = blocks
    .filter(({ type, dispatch_action }) => type === "input" && !dispatch_action)
    .map(({ block_id, element }) => `${block_id}/${(element as Fields).action_id}`);
  return Object.fromEntries(Object.entries(drafts).filter(([key]) => keys.includes(key)));
}
