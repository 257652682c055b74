import { useState } from "preact/hooks";
import type { Block, Fields } from "../../../slack/workspace/types.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.ts";
import { html } from "../parts/html.ts";
import { press } from "../state/act.ts";
import { plainOf } from "../text/text-object.ts";
import { useBlockPlace } from "./place.ts";
import { targetOf } from "./target.ts";

/** A button of the app, with its confirm dialog. One with an address opens that, too. */
export function Button({ block, element }: { block: Block; element: Block }) {
  const { place } = useBlockPlace();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    await press(place, targetOf(block, element));
    setBusy(false);
  };
  const answer = (goOn: boolean) => {
    setAsking(false);
    if (goOn) void go();
  };
  const url = element.url as string | undefined;
  const look = `button ${element.style ?? ""}`;
  const label = plainOf(element.text);
  if (url && /^https?:/.test(url)) {
    return html`<a class=${look} href=${url} target="_blank" rel="noreferrer" onClick=${go}>${label} ↗</a>`;
  }
  return html`<button
      type="button"
      class=${look}
      aria-busy=${busy}
      aria-label=${element.accessibility_label}
      onClick=${() => (element.confirm ? setAsking(true) : go())}
    >
      ${label}
    </button>
    ${asking && html`<${ConfirmDialog} confirm=${element.confirm as Fields} onAnswer=${answer} />`}`;
}
