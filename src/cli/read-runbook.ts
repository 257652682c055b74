import type { Problem } from "../lib/problem.ts";
import { loadRunbook } from "../runbook/load.ts";
import type { Runbook } from "../runbook/schema.ts";

/** A team's own runbook that cannot be used is replaced by the built-in one. */
export function readRunbook(file: string | undefined): { runbook: Runbook; unread: Problem[] } {
  const read = loadRunbook({ file });
  if ("runbook" in read) return { runbook: read.runbook, unread: [] };
  const builtIn = loadRunbook();
  if ("problems" in builtIn) throw new Error("The built-in runbook cannot be read.");
  return { runbook: builtIn.runbook, unread: read.problems };
}
