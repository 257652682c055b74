import type { Detection } from "../../../incident/events.ts";
import { firstWord } from "../../../lib/first-word.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { type Severity, severities } from "../../../runbook/severity.ts";
import type { Choice } from "../../blocks/elements.ts";

/** The severities with what each means. */
export function severityChoices(runbook: Runbook): Choice[] {
  return severities.map((value) => ({ value, label: `${value} · ${runbook.severities[value].definition}` }));
}

const detectionLabels: Record<Detection, string> = {
  alert: "An alert",
  user_report: "Somebody reported it",
  manual_check: "A manual check",
};

/** How an incident came to light. */
export const detectionChoices: Choice[] = Object.entries(detectionLabels).map(([value, label]) => ({
  value,
  label,
}));

/** Reads a severity as people type it ("p1", "P1"); undefined when it is none. */
export function parseSeverity(text: string): Severity | undefined {
  const typed = text.trim().toUpperCase();
  return severities.find((severity) => severity === typed);
}

/** What begins with a severity, in quotes or before a colon as well: the severity, the word itself, and the rest. */
export function leadingSeverity(text: string): {
  severity: Severity | undefined;
  word: string;
  rest: string;
} {
  const { word, rest } = firstWord(text);
  return { severity: parseSeverity(word), word, rest };
}

const nextUpdateMinutes = [15, 30, 60, 120, 240] as const;

/** When the next update is promised: by the severity's cadence, in some minutes, or none. */
export const nextUpdateChoices: Choice[] = [
  { value: "cadence", label: "As usual for this severity" },
  ...nextUpdateMinutes.map((minutes) => ({
    value: String(minutes),
    label: minutes < 60 ? `In ${minutes} minutes` : `In ${minutes / 60} h`,
  })),
  { value: "none", label: "Promise none" },
];
