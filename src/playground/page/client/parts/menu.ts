import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.ts";

export type MenuItem = { label: string; hint?: string; onChoose: () => void };

/** A button that opens a list of things to do, wherever there is room. Escape or a press elsewhere closes it. */
export function Menu(props: {
  label: string;
  items: MenuItem[];
  children?: ComponentChildren;
  class?: string;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = list.current;
    if (!open || !shown) return;
    const place = () => placeBeside(shown, button.current!.getBoundingClientRect());
    shown.showPopover();
    place();
    // The button moves with what is scrolled, and with each message that comes in.
    document.addEventListener("scroll", place, true);
    return () => document.removeEventListener("scroll", place, true);
  }, [open]);
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
      html`<ul id=${id} class="menu-list" popover="manual" ref=${list}>
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

const gap = 4;

/** Below what it belongs to, or above where it would not fit below. */
function placeBeside(list: HTMLElement, anchor: DOMRect): void {
  const { width, height } = list.getBoundingClientRect();
  const fits = anchor.bottom + gap + height <= innerHeight;
  const left = anchor.left < innerWidth / 2 ? anchor.left : anchor.right - width;
  list.style.top = `${Math.max(gap, fits ? anchor.bottom + gap : anchor.top - gap - height)}px`;
  list.style.left = `${Math.max(gap, left)}px`;
}
