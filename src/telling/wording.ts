import { type Incident, incidentName } from "../incident/state.ts";
import type { Actor } from "../lib/actor.ts";
import { capitalised } from "../lib/sentence.ts";
import { type Moment, type Part, say, type Words } from "../lib/words.ts";
import { splitWording, type WordingPlaceholder } from "../runbook/placeholders.ts";
import type { AudienceWording } from "../runbook/schema.ts";

export type Values = Partial<Record<WordingPlaceholder, Words | Actor | Moment | null>>;

/** Fills a text of the runbook's wording. What is left out is said in the runbook's plain words. */
export function fillWords(template: string, values: Values): Words {
  const parts = splitWording(template).flatMap((piece): readonly Part[] => {
    if (typeof piece === "string") return [piece];
    return say`${values[piece.name] ?? piece.missing}` as readonly Part[];
  });
  return tidy(parts);
}

/** What the status means to an audience. What was closed while triage still failed is not said to work. */
export function statusMeaning({ status, resolved }: Incident, { statuses }: AudienceWording): string {
  return resolved?.despiteFailing ? statuses.resolved_despite : statuses[status];
}

/** Closes the gaps that empty values leave, ends no sentence twice, and begins each with a capital. */
function tidy(parts: readonly Part[]): Words {
  const tidied: Part[] = [];
  for (const part of parts) {
    const last = tidied.at(-1) ?? " ";
    const closed = typeof part === "string" && typeof last === "string" ? joinable(last, part) : part;
    if (closed !== "") tidied.push(closed);
  }
  const last = tidied.at(-1);
  return typeof last === "string" ? [...tidied.slice(0, -1), last.trimEnd()] : tidied;
}

function joinable(before: string, text: string): string {
  const closed = before.endsWith(" ") ? text.replace(/^ +/, "") : text;
  if (/[.!?…] +$/.test(before)) return capitalised(closed);
  return /[.!?…]$/.test(before) ? closed.replace(/^\.(?!\.)/, "") : closed;
}

/** What marks a drill: nobody should take it for the real thing. */
export const drillMark = "DRILL";

/** An incident's name, a drill's with its mark. */
export function spokenName({ drill, number }: Pick<Incident, "drill" | "number">): string {
  return `${drill ? `${drillMark} ` : ""}${incidentName(number)}`;
}
