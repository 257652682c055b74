import type { Person } from "../state/store.ts";
import { html } from "./html.ts";

/** Letters on a colour of one's own; a small pulse line for the app. */
export function Avatar({ person, small }: { person: Person | undefined; small?: boolean }) {
  const size = small ? "avatar small" : "avatar";
  if (!person) return html`<span class=${size} aria-hidden="true">?</span>`;
  if (person.role === "bot") {
    return html`<img class=${size} src="/icon.svg" alt="" />`;
  }
  const letters = person.realName
    .split(/\s+/)
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 2);
  return html`<span class=${`${size} tint-${tintOf(person.id)}`} aria-hidden="true">${letters}</span>`;
}

function tintOf(id: string): number {
  return [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
}
