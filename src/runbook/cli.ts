import { renderProblems } from "../lib/problem.ts";
import type { FindingCodes } from "./check.ts";
import { graphRunbook } from "./graph.ts";
import { loadRunbook } from "./load.ts";
import type { Runbook } from "./schema.ts";

type Write = (text: string) => void;

/** `clay-incident runbook check`: says what the runbook holds, or every problem. Exit code 0, or 1 with problems. */
export function runbookCheck(file: string | undefined, codes: FindingCodes, write: Write): number {
  const loaded = loadRunbook({ file, codes });
  if ("problems" in loaded) {
    write(`${renderProblems(loaded.problems)}\n`);
    return 1;
  }
  write(
    `✓ ${file ?? "The built-in runbook"} is valid: ${countParts(loaded.runbook)}. Version ${loaded.hash}.\n`,
  );
  return 0;
}

/** `clay-incident runbook graph`: the tree as Mermaid text. Exit code 0, or 1 when the runbook has problems. */
export function runbookGraph(file: string | undefined, write: Write): number {
  const loaded = loadRunbook({ file });
  write("problems" in loaded ? `${renderProblems(loaded.problems)}\n` : graphRunbook(loaded.runbook));
  return "problems" in loaded ? 1 : 0;
}

function countParts(runbook: Runbook): string {
  const parts = ["entries", "questions", "resolutions", "errors", "findings"] as const;
  return parts.map((part) => `${Object.keys(runbook[part]).length} ${part}`).join(", ");
}
