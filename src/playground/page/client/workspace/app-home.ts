import type { StateValues } from "../../../slack/workspace/state.ts";
import { Blocks } from "../blocks/blocks.ts";
import { BlockPlaceContext } from "../blocks/place.ts";
import { html } from "../parts/html.ts";
import { app, home } from "../state/store.ts";

/** The app's home tab, as the app published it for the acting person. */
export function AppHome() {
  const view = home.value;
  const state = (view?.state as { values: StateValues } | undefined)?.values ?? {};
  const place = { place: { view: view?.id ?? "" }, state, errors: {} };
  return html`<header class="channel-header">
      <div class="channel-title"><h2>${app.value?.name} · Home</h2></div>
    </header>
    <div class="app-home" tabindex="0" role="region" aria-label="App home">
      ${
        view
          ? html`<${BlockPlaceContext.Provider} value=${place}><${Blocks} blocks=${view.blocks} /><//>`
          : html`<p class="empty">The app has not published a home tab for this person.</p>`
      }
    </div>`;
}
