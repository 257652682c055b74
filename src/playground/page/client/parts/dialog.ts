import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "./html.ts";

/** A dialog over the page, which keeps the focus in it and gives it back. `onClose`: someone pressed Escape. */
export function Dialog(props: {
  labelledBy: string;
  onClose: () => void;
  children?: ComponentChildren;
  class?: string;
}) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    current?.showModal();
    return () => current?.close();
  }, []);
  const cancel = (event: Event) => {
    event.preventDefault();
    props.onClose();
  };
  return html`<dialog
    ref=${element}
    class=${props.class ?? ""}
    aria-labelledby=${props.labelledBy}
    onCancel=${cancel}
  >
    ${props.children}
  </dialog>`;
}
