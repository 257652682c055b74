import { useId, useRef, useState } from "preact/hooks";
import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { Menu } from "../parts/menu.ts";
import { interact, send } from "../state/act.ts";
import { actingName, app } from "../state/store.ts";
import { type Completion, completionsFor } from "./completion.ts";

/** Where one says something, runs a command, or uses a shortcut of the app. */
export function Composer(props: { channelId: string; threadTs?: string; label: string }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const [hushed, setHushed] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const offered = hushed ? [] : completionsFor(text);
  const open = offered.length > 0;
  const at = Math.min(chosen, offered.length - 1);

  const type = (typed: string) => {
    setText(typed);
    setChosen(0);
    setHushed(false);
  };
  const take = (completion: Completion) => {
    type(completion.text);
    input.current?.focus();
  };
  const submit = async () => {
    const said = text;
    type("");
    if (!(await send(props.channelId, said.trim(), props.threadTs)) && said.trim()) setText(said);
  };
  const onKey = (event: KeyboardEvent) => {
    const { key, shiftKey, isComposing } = event;
    if (isComposing) return;
    if (open && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      setChosen((at + (key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length);
    } else if (open && key === "Escape") {
      event.stopPropagation();
      setHushed(true);
    } else if (open && (key === "Tab" || (key === "Enter" && offered[at]!.text !== text)) && !shiftKey) {
      event.preventDefault();
      take(offered[at]!);
    } else if (key === "Enter" && !shiftKey) {
      event.preventDefault();
      void submit();
    }
  };
  return html`<form
    class="composer"
    onSubmit=${(event: Event) => {
      event.preventDefault();
      void submit();
    }}
  >
    ${open && html`<${Offers} id=${`${id}-offers`} offered=${offered} at=${at} onTake=${take} />`}
    <textarea
      ref=${input}
      rows=${Math.min(6, text.split("\n").length)}
      role="combobox"
      aria-label=${props.label}
      aria-autocomplete="list"
      aria-expanded=${open}
      aria-controls=${`${id}-offers`}
      aria-activedescendant=${open ? `${id}-offers-${at}` : undefined}
      placeholder=${`${props.label}${props.threadTs ? "" : ", or type /"}`}
      value=${text}
      onInput=${({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => type(currentTarget.value)}
      onKeyDown=${onKey}
    ></textarea>
    <div class="composer-buttons">
      ${!props.threadTs && html`<${Shortcuts} />`}
      <button type="submit" class="button primary send" disabled=${!text.trim()}>Send</button>
    </div>
  </form>`;
}

function Offers(props: { id: string; offered: Completion[]; at: number; onTake: (one: Completion) => void }) {
  return html`<ul id=${props.id} class="offers" role="listbox" aria-label="Completions">
    ${props.offered.map(
      (offer, i) => html`<li
        id=${`${props.id}-${i}`}
        role="option"
        aria-selected=${i === props.at}
        onPointerDown=${(event: Event) => {
          event.preventDefault();
          props.onTake(offer);
        }}
      >
        <strong>${offer.shown}</strong> <small>${offer.about}</small>
      </li>`,
    )}
  </ul>`;
}

/** The app's global shortcuts. */
function Shortcuts() {
  const items = (app.value?.shortcuts ?? [])
    .filter(({ type }) => type === "global")
    .map(({ name, description, callback_id }) => ({
      label: name,
      hint: description,
      onChoose: () => void interact(() => slack("shortcut", actingName.value, callback_id)),
    }));
  return html`<${Menu} label="Shortcuts" items=${items}>⚡<//>`;
}
