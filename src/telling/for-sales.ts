import type { Incident } from "../incident/state.ts";
import { partsOf, type Words } from "../lib/words.ts";
import type { Side } from "../runbook/evidence.ts";

/** What does not work, as people who sell know it, by the side that failed. */
const subjects: Record<Side, string> = {
  clay: "Clay",
  sender: "Our connection to Clay",
  configuration: "Our connection to Clay",
  account: "Our Clay account",
  callback: "Our own system that receives data from Clay",
  provider: "A data provider behind Clay",
  network: "Our own network",
  unknown: "Clay enrichment",
};

/** What a sentence about the incident begins with. Without evidence nobody knows which side failed, and none is named. */
export function failedSubject({ failedSide }: Pick<Incident, "failedSide">): string {
  return subjects[failedSide ?? "unknown"];
}

/** Words without what only engineers read; people and moments in them stay. */
export function wordsWithoutCodes(words: Words): Words {
  return partsOf(words).map((part) => (typeof part === "string" ? withoutCodes(part) : part));
}

/** A text without what only engineers read: status codes in brackets, "HTTP 403", and what marks a guess of triage. */
export function withoutCodes(text: string): string {
  return text
    .replace(/^Most likely: /, "")
    .replaceAll(/\s*\((?:HTTP |status )?[1-5]\d\d\)/g, "")
    .replaceAll(/\b(?:with |an? )?(?:HTTP|status) [1-5]\d\d\b/g, "an error")
    .replaceAll(/\b(answers?|refused with|fails with) [1-5]\d\d\b/g, "$1 an error");
}
