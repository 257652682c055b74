import { useId, useState } from "preact/hooks";
import { slack } from "../api.ts";
import { Dialog } from "../parts/dialog.ts";
import { html } from "../parts/html.ts";
import { actingName, type SeenMessage } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";

/** Lets someone change what they said. */
export function EditMessage({ message, onClose }: { message: SeenMessage; onClose: () => void }) {
  const [text, setText] = useState(message.text);
  const id = useId();
  const { channel, ts } = message;
  const save = async (event: Event) => {
    event.preventDefault();
    await attempt(() => slack("edit", actingName.value, { channel, ts }, text));
    onClose();
  };
  return html`<${Dialog} labelledBy=${id} onClose=${onClose}>
    <form onSubmit=${save}>
      <h2 id=${id}>Edit message</h2>
      <textarea
        rows="3"
        aria-labelledby=${id}
        value=${text}
        onInput=${({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => setText(currentTarget.value)}
      ></textarea>
      <footer class="dialog-buttons">
        <button type="button" class="button" onClick=${onClose}>Cancel</button>
        <button type="submit" class="button primary">Save</button>
      </footer>
    </form>
  <//>`;
}
