import { existsSync } from "node:fs";
import { openPlan, type Plan } from "../../replay/plan/plan.ts";
import { UnusablePlan } from "../../replay/plan/plan-file.ts";
import { countProof } from "../../replay/prove/count.ts";
import { exportKeys } from "../../replay/prove/export-keys.ts";
import { verify } from "../../replay/prove/verify.ts";
import { UnreadableInput } from "../../replay/read/row.ts";
import { noteOf } from "../../replay/send/ledger.ts";
import { standingOf } from "../../replay/send/standing.ts";
import { verificationText } from "../../replay/tell/verify-text.ts";
import { complain } from "../with-store.ts";
import { reportToIncident } from "./report.ts";

/** What was typed behind `replay verify`. */
export type VerifyFlags = { column: string[]; sourceCount?: number };

/** Compares a plan with an export of the table, or with the source's count. Exit code 1: something is missing. */
export async function verifyReplay(
  path: string,
  exported: string | undefined,
  flags: VerifyFlags,
  configFile: string | undefined,
): Promise<number> {
  if (exported === undefined && flags.sourceCount === undefined)
    return complain(
      2,
      "Name an export of the table, or say --source-count, what the webhook's source shows in Clay now.",
    );
  if (exported !== undefined && !existsSync(exported)) return complain(2, `There is no file ${exported}.`);
  let plan: Plan | undefined;
  try {
    plan = openPlan(path);
    const byExport = exported === undefined ? true : await compareWithExport(plan, exported, flags.column);
    await reportToIncident(plan, configFile);
    const byCount = flags.sourceCount === undefined ? true : compareCounts(plan, flags.sourceCount);
    return byExport && byCount ? 0 : 1;
  } catch (error) {
    if (error instanceof UnusablePlan || error instanceof UnreadableInput) return complain(2, error.message);
    throw error;
  } finally {
    plan?.close();
  }
}

async function compareWithExport(plan: Plan, exported: string, columns: readonly string[]): Promise<boolean> {
  const found = await verify(plan, exportKeys(exported, plan.header.rules.key, columns), Date.now());
  process.stdout.write(verificationText(plan, found));
  return found.missing.count + found.inDoubt.count === 0;
}

function compareCounts(plan: Plan, after: number): boolean {
  const said = noteOf(plan, "source_count_before") ?? plan.header.figures.sourceCount;
  if (said === undefined) {
    process.stdout.write(
      "The source's count before sending is not known: say it with --source-count when you plan or send.\n",
    );
    return false;
  }
  const { text, missing } = countProof({ accepted: standingOf(plan).accepted, before: Number(said), after });
  process.stdout.write(`${text}\n`);
  return missing === 0;
}
