import { rmSync } from "node:fs";
import { openPlan } from "../../replay/plan/plan.ts";
import { deletePlanFile, UnusablePlan } from "../../replay/plan/plan-file.ts";
import { leftOut } from "../../replay/plan/verdict.ts";
import { standingOf } from "../../replay/send/standing.ts";
import { countText } from "../../replay/tell/numbers.ts";
import { standingText } from "../../replay/tell/send-text.ts";
import { complain } from "../with-store.ts";

/** Says how far a plan is. Exit code 2: there is none, or another process has it. */
export function showReplay(path: string): number {
  return withPlan(path, (plan) => {
    const { header } = plan;
    const about = `Planned ${header.plannedAt.slice(0, 16).replace("T", " ")} UTC for the webhook "${header.webhook.name}"${header.incident ? `, ${header.incident}` : ""}. ${countText(leftOut(header.counts))} rows left out.`;
    process.stdout.write(`${about}\n${standingText(standingOf(plan))}\n`);
    return 0;
  });
}

/** Deletes a plan with its copy of the rows. What the input was before is not ours to delete, and is named. */
export function forgetReplay(path: string, _configFile: string | undefined): number {
  return withPlan(path, (plan) => {
    const { input } = plan.header;
    plan.close();
    deletePlanFile(path);
    if (input.isCopy) rmSync(input.path, { force: true });
    const rest = input.isCopy ? "and its copy of the rows" : `${input.path} is yours and was left as it is`;
    process.stdout.write(input.isCopy ? `Deleted ${path} ${rest}.\n` : `Deleted ${path}. ${rest}.\n`);
    return 0;
  });
}

function withPlan(path: string, work: (plan: ReturnType<typeof openPlan>) => number): number {
  try {
    const plan = openPlan(path);
    try {
      return work(plan);
    } finally {
      if (plan.database.isOpen) plan.close();
    }
  } catch (error) {
    if (error instanceof UnusablePlan) return complain(2, error.message);
    throw error;
  }
}
