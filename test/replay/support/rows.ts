import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type MadePlan, makePlan, type PlanRequest } from "../../../src/replay/plan/make-plan.ts";
import { openRows, tellReading } from "../../../src/replay/read/input.ts";
import type { Row } from "../../../src/replay/read/row.ts";

/** A folder that is there until the test has finished. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-replay-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** All rows of an input of this name and content. */
export async function rowsIn(
  name: string,
  content: string | Buffer,
  told: Parameters<typeof tellReading>[1] = {},
): Promise<Row[]> {
  const path = join(scratch(), name);
  writeFileSync(path, content);
  const rows: Row[] = [];
  for await (const batch of openRows(path, tellReading(path, told)).rows) rows.push(...batch);
  return rows;
}

/** Plans an input for a webhook of this address. `plan`: where the plan is. */
export async function planOf(
  name: string,
  content: string | Buffer,
  {
    rules = {},
    url = "http://127.0.0.1:9/",
    ...rest
  }: Partial<Omit<PlanRequest, "rules">> & { rules?: Partial<PlanRequest["rules"]>; url?: string } = {},
): Promise<MadePlan & { plan: string }> {
  const folder = scratch();
  const path = join(folder, name);
  writeFileSync(path, content);
  const plan = join(folder, "plan");
  const made = await makePlan({
    input: { path, isCopy: false, reading: tellReading(path, {}) },
    rules: { body: [], key: [["email"]], ...rules },
    webhook: { name: "leads", url },
    excluded: [],
    sendsInDoubt: false,
    out: plan,
    about: {
      plannedAt: "2026-11-27T03:00:00.000Z",
      incident: undefined,
      perSecond: 5,
      figures: {},
      options: [],
    },
    ...rest,
  });
  return { ...made, plan };
}
