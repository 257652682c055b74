import { html as template } from "htm/preact";
import type { VNode } from "preact";

/** Markup as a template: html`<p class="note">${text}</p>`. What is put in is escaped. */
export const html = template as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
