import { render } from "preact";
import { App } from "./app.ts";
import { html } from "./parts/html.ts";
import { startAddress } from "./state/go.ts";
import { startLive } from "./state/live.ts";

startLive();
startAddress();
render(html`<${App} />`, document.getElementById("page")!);
