import { readConfig } from "../config/load.ts";
import { renderProblems } from "../lib/problem.ts";
import { systemClock } from "../record/system-clock.ts";
import { withOwnLinks } from "../runbook/own-links.ts";
import { triageCommand } from "../triage/report/terminal.ts";
import { readRunbook } from "./read-runbook.ts";

/**
 * Probes whatever the configuration has right, for the hour in which nobody has time to mend the rest, and says on
 * standard error what was left out; with --json in the document. Resolves with the exit code of `triageCommand`.
 */
export async function runTriageCommand(
  { json = false, sendTestRow }: { json?: boolean; sendTestRow?: string },
  file: string | undefined,
): Promise<number> {
  const { config, problems } = readConfig({ file });
  const { runbook, unread } = readRunbook(config.runbook.file);
  const leftOut = [...problems, ...unread];
  if (!json && leftOut.length > 0)
    process.stderr.write(`Left out of this run, because it is wrong:\n${renderProblems(leftOut)}\n\n`);
  return triageCommand({
    config,
    runbook: withOwnLinks(runbook, config.clay),
    leftOut,
    stdout: process.stdout,
    isTTY: process.stdout.isTTY === true,
    json,
    clock: systemClock,
    ...(sendTestRow === undefined ? {} : { sendTestRow }),
    onBug: (error) =>
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  });
}
