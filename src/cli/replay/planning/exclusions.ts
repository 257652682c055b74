import { existsSync } from "node:fs";
import type { ExcludedKeys } from "../../../replay/plan/exclusion.ts";
import { isAccepted, isInDoubt, openPlan, type Plan } from "../../../replay/plan/plan.ts";
import { isPlanFile, saltedDigest } from "../../../replay/plan/plan-file.ts";
import { exportKeys } from "../../../replay/prove/export-keys.ts";
import type { Pointer } from "../../../replay/read/pointer.ts";
import { type PlanFlags, UsageError } from "./plan-flags.ts";

/** Opens what --exclude names: exports of the table, and earlier plans with what they sent. */
export function openExclusions(
  { exclude, column }: Pick<PlanFlags, "exclude" | "column">,
  key: readonly Pointer[],
): { excluded: ExcludedKeys[]; close(): void } {
  const plans: Plan[] = [];
  const excluded = exclude.map((path): ExcludedKeys => {
    if (!existsSync(path)) throw new UsageError(`There is no file ${path} to exclude.`);
    if (!isPlanFile(path)) return { keys: exportKeys(path, key, column) };
    const plan = openPlan(path);
    plans.push(plan);
    return { verdictOn: lookUpIn(plan) };
  });
  return { excluded, close: () => closeAll(plans) };
}

function lookUpIn({ database, header }: Plan): (key: string) => "in_table" | "in_doubt" | undefined {
  const find = database.prepare(`
    SELECT max(${isAccepted}) AS accepted, max(${isInDoubt}) AS doubt
    FROM row LEFT JOIN sent USING (n) WHERE key = ?
  `);
  return (key) => {
    const { accepted, doubt } = find.get(saltedDigest(header.salt, key)) as {
      accepted: number | null;
      doubt: number | null;
    };
    if (accepted) return "in_table";
    return doubt ? "in_doubt" : undefined;
  };
}

function closeAll(plans: readonly Plan[]): void {
  for (const plan of plans) plan.close();
}
