import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { html } from "./html.ts";

export type MenuItem = { label: string; hint?: string; onChoose: () => void };

/** A button that opens a list of things to do. Escape or a press elsewhere closes it. */
export function Menu(props: {
  label: string;
  items: MenuItem[];
  children?: ComponentChildren;
  class?: string;
  upwards?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
    };
  }, [open]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  const choose = (item: MenuItem) => {
    setOpen(false);
    button.current?.focus();
    item.onChoose();
  };
  return html`<div class="menu" ref=${root} onKeyDown=${onKey}>
    <button
      type="button"
      ref=${button}
      class=${props.class ?? "icon-button"}
      aria-expanded=${open}
      aria-controls=${id}
      aria-label=${props.label}
      title=${props.label}
      onClick=${() => setOpen(!open)}
    >
      ${props.children}
    </button>
    ${
      open &&
      html`<ul id=${id} class=${`menu-list ${props.upwards ? "upwards" : ""}`}>
        ${props.items.map(
          (item) => html`<li>
            <button type="button" onClick=${() => choose(item)}>
              <span>${item.label}</span>${item.hint && html`<small>${item.hint}</small>`}
            </button>
          </li>`,
        )}
      </ul>`
    }
  </div>`;
}
