import type { Runbook, Target } from "./schema.ts";
import { choicesOf, nameOf } from "./tree.ts";

/**
 * The tree as Mermaid text: entries, questions with what evidence answers them, resolutions by severity. Solid lines
 * are answers, dotted ones "this did not help".
 */
export function graphRunbook(runbook: Runbook): string {
  return [
    "flowchart TD",
    ...Object.entries(runbook.entries).flatMap(([id, { title, starts_at }]) => [
      `  entry_${id}([${quote(title)}])`,
      `  entry_${id} --> question_${starts_at}`,
    ]),
    ...Object.entries(runbook.questions).map(([id, { text, evidence }]) => {
      const label = evidence ? `${text}<br/>triage can answer` : text;
      return `  question_${id}{{${quote(label)}}}`;
    }),
    ...Object.entries(runbook.questions).flatMap(([id, question]) =>
      choicesOf(runbook, question).map(
        ({ label, leadsTo }) => `  question_${id} -->|${quote(label)}| ${nodeOf(leadsTo)}`,
      ),
    ),
    ...Object.entries(runbook.resolutions).flatMap(([id, { title, severity, otherwise }]) => [
      `  resolution_${id}[${quote(`${severity} · ${title}`)}]:::${severity}`,
      ...(otherwise ? [`  resolution_${id} -.-> ${nodeOf(otherwise)}`] : []),
    ]),
    "  classDef P1 fill:#ffd9d3,stroke:#a8321c,color:#1a1a1a,stroke-width:3px",
    "  classDef P2 fill:#ffe9c7,stroke:#8a5a00,color:#1a1a1a,stroke-width:2px",
    "  classDef P3 fill:#e3ecff,stroke:#2c4f9e,color:#1a1a1a",
    "  classDef P4 fill:#eeeeee,stroke:#666666,color:#1a1a1a",
    "",
  ].join("\n");
}

function nodeOf(target: Target): string {
  return nameOf(target).replace(":", "_");
}

function quote(label: string): string {
  return `"${label.replaceAll('"', "#quot;")}"`;
}
