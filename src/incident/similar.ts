import { type Instant, millisecondsBetween } from "../lib/time.ts";
import type { Severity } from "../runbook/severity.ts";
import type { Summary } from "./summary.ts";

/** What is known of an incident about to be declared. */
export type Declaration = { title: string; severity: Severity; cause?: string; drill?: boolean };

/** Of two titles, this part of the shorter one's words must be in the other. */
const enoughInCommon = 0.6;

/** Words that every other title of this bot contains. */
const everyday = new Set([
  "clay",
  "incident",
  "outage",
  "issue",
  "problem",
  "the",
  "and",
  "for",
  "not",
  "has",
  "its",
]);

type Window = { now: Instant; windowMinutes: number };

/**
 * Finds, among open incidents, the newest that was declared within the window and is about the same thing: the same
 * cause, or much the same title, whatever severity people gave it. Of a P1 whose cause is not known, any other P1 may be the same.
 * Pass only incidents the asking person may see.
 */
export function similarIncident(
  declaration: Declaration,
  open: readonly Summary[],
  window: Window,
): Summary | undefined {
  const recent = recentIncidents(declaration, open, window);
  return (
    recent.find((other) => isAboutTheSame(declaration, other)) ??
    recent.find((other) => mayBeTheSame(declaration, other))
  );
}

/** The open incidents declared within the window, newest first, drills apart from the others. */
export function recentIncidents(
  { drill = false }: Pick<Declaration, "drill">,
  open: readonly Summary[],
  { now, windowMinutes }: Window,
): Summary[] {
  return open
    .filter((other) => other.open && other.drill === drill)
    .filter((other) => millisecondsBetween(other.startedAt, now) <= windowMinutes * 60_000)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function isAboutTheSame(declaration: Declaration, other: Summary): boolean {
  if (declaration.cause && declaration.cause === other.extra.cause) return true;
  // People judge the severity of one outage differently, so it says nothing here.
  return haveMuchInCommon(declaration.title, other.title);
}

/** Two people describe one outage in words of their own; the gravest is worth a question. */
function mayBeTheSame({ cause, severity }: Declaration, other: Summary): boolean {
  return !cause && severity === "P1" && other.severity === "P1";
}

function haveMuchInCommon(one: string, other: string): boolean {
  const [few, many] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.size - b.size) as [
    Set<string>,
    Set<string>,
  ];
  if (few.size === 0) return one.trim().toLowerCase() === other.trim().toLowerCase();
  const shared = [...few].filter((word) => many.has(word)).length;
  return shared / few.size >= enoughInCommon;
}

function wordsOf(title: string): Set<string> {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !everyday.has(word)));
}
