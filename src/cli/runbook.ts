import { renderProblems } from "../lib/problem.ts";
import type { FindingCodes } from "../runbook/check/check.ts";
import { graphRunbook } from "../runbook/check/graph.ts";
import { loadRunbook } from "../runbook/load.ts";
import type { Runbook } from "../runbook/schema.ts";

type Write = (text: string) => void;

/** `clay-incident runbook check`: says what the runbook holds, or every problem. Exit code 0, 1 with problems, 2 unread. */
export function runbookCheck(file: string | undefined, codes: FindingCodes, write: Write): number {
  const loaded = loadRunbook({ file, codes });
  if ("problems" in loaded) {
    write(`${renderProblems(loaded.problems)}\n`);
    return loaded.isUnread ? 2 : 1;
  }
  write(
    `✓ ${file ?? "The built-in runbook"} is valid: ${countParts(loaded.runbook)}. Version ${loaded.hash}.\n`,
  );
  return 0;
}

/** `clay-incident runbook graph`: the tree as Mermaid text. Exit code 0, 1 with problems, 2 unread. */
export function runbookGraph(file: string | undefined, write: Write): number {
  const loaded = loadRunbook({ file });
  if ("problems" in loaded) {
    write(`${renderProblems(loaded.problems)}\n`);
    return loaded.isUnread ? 2 : 1;
  }
  write(graphRunbook(loaded.runbook));
  return 0;
}

function countParts(runbook: Runbook): string {
  const parts = ["entries", "questions", "resolutions", "errors", "findings"] as const;
  // "17 errors" would read as errors found in the file.
  const noun = (part: (typeof parts)[number]) => (part === "errors" ? "cell errors" : part);
  return parts.map((part) => `${Object.keys(runbook[part]).length} ${noun(part)}`).join(", ");
}
