/**
 * Sentences about a record, without a word of Slack or Markdown in them. A sentence is plain text, or a list of
 * parts: plain text, a person, a group of people, a moment. Whoever shows it escapes the text parts, turns persons into mentions or
 * names, and moments into the reader's zone. So text that people typed can never fire a mention or a link: it only
 * ever travels as plain text.
 */

import type { Actor } from "./actor.ts";
import { type Instant, millisecondsBetween } from "./time.ts";

/** A moment in a sentence: the time of day, date and time, or these with how far away it is. */
export type Moment = { at: Instant; show: "time" | "date_time" | "distance" };

/** A user group, by Slack's id: to call everyone in it. */
type Group = { group: string };

/** A stretch of a sentence. A string is plain text, to be escaped by whoever shows it. */
export type Part = string | { person: Actor } | Group | Moment;

/** A sentence. */
export type Words = string | readonly Part[];

/** The moment shown as a time of day ("09:41"). */
export function time(at: Instant): Moment {
  return { at, show: "time" };
}

/** The moment shown with its date ("23 Nov 2026, 09:41"). */
export function dateTime(at: Instant): Moment {
  return { at, show: "date_time" };
}

/** The moment with its date and how far away it is ("today 09:41, in 12 minutes"), for where a clock runs. */
export function withDistance(at: Instant): Moment {
  return { at, show: "distance" };
}

/** The moment as a time of day where that says enough: within half a day of now. */
export function nearMoment(at: Instant, now: Instant): Moment {
  const isNear = Math.abs(millisecondsBetween(at, now)) < 12 * 60 * 60_000;
  return isNear ? time(at) : dateTime(at);
}

/** Template tag that writes a sentence: ``say`Resolved by ${actor} at ${time(at)}.` `` */
export function say(
  texts: TemplateStringsArray,
  ...values: (Actor | Group | Moment | Words | number)[]
): Words {
  const parts = texts.flatMap((text, i) => [text, ...(i < values.length ? toParts(values[i]!) : [])]);
  return parts.filter((part) => part !== "");
}

/** Joins sentences with a space between them; empty ones are left out. */
export function sentences(...all: (Words | null | undefined)[]): Words {
  return all
    .filter((words) => words != null && words.length > 0)
    .flatMap((words, i) => (i === 0 ? partsOf(words!) : [" ", ...partsOf(words!)]));
}

/** A sentence as its parts. */
export function partsOf(words: Words): readonly Part[] {
  return typeof words === "string" ? [words] : words;
}

/** The sentence as plain text, with names and UTC times: for logs, terminals and look-ups. */
export function plainText(words: Words): string {
  return partsOf(words)
    .map((part) => {
      if (typeof part === "string") return part;
      if ("person" in part) return part.person.name;
      return "group" in part ? "the on-call group" : momentText(part);
    })
    .join("");
}

/** A moment in UTC: "09:41 UTC", or "2026-11-23 09:41 UTC". */
export function momentText(moment: Moment): string {
  const minutes = moment.at.slice(11, 16);
  return moment.show === "time" ? `${minutes} UTC` : `${moment.at.slice(0, 10)} ${minutes} UTC`;
}

function toParts(value: Actor | Group | Moment | Words | number): readonly Part[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string" || Array.isArray(value)) return partsOf(value as Words);
  return ["kind" in value ? { person: value } : (value as Group | Moment)];
}
