import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Config } from "../../config/schema.ts";
import { openPlan, type Plan } from "../../replay/plan/plan.ts";
import { deletePlanFile, saltedDigest } from "../../replay/plan/plan-file.ts";
import { openRows } from "../../replay/read/input.ts";
import { standingOf } from "../../replay/send/standing.ts";

/** Where the plans made on this machine are listed, beside the database. */
function listFile({ database }: Config): string {
  return join(dirname(resolve(database.file)), "replay-plans");
}

/** Remembers where a plan is, so that `forget` finds it. */
export function rememberPlan(config: Config, plan: string): void {
  const list = listFile(config);
  mkdirSync(dirname(list), { recursive: true });
  appendFileSync(list, `${resolve(plan)}\n`, { mode: 0o600 });
}

/** A plan or its copy of rows that holds one of the texts. `open`: rows of it are still to be sent. */
export type Holding = { plan: string; open: number };

/** The plans that are still there and hold a text, as a key or anywhere in their copy of the rows. */
export async function plansHolding(config: Config, texts: readonly string[]): Promise<Holding[]> {
  const list = listFile(config);
  if (!existsSync(list)) return [];
  const known = [...new Set(readFileSync(list, "utf8").split("\n"))].filter(
    (path) => path && existsSync(path),
  );
  writeFileSync(list, known.map((path) => `${path}\n`).join(""), { mode: 0o600 });
  const found: Holding[] = [];
  for (const path of known) {
    const plan = openPlan(path);
    try {
      if (hasKey(plan, texts) || (await hasInCopy(plan, texts)))
        found.push({ plan: path, open: standingOf(plan).open });
    } finally {
      plan.close();
    }
  }
  return found;
}

/** Deletes a plan with its copy of the rows and its record of what was sent. */
export function deletePlan(path: string): void {
  const plan = openPlan(path);
  const { input } = plan.header;
  plan.close();
  deletePlanFile(path);
  if (input.isCopy) rmSync(input.path, { force: true });
}

function hasKey({ database, header }: Plan, texts: readonly string[]): boolean {
  const find = database.prepare("SELECT 1 FROM row WHERE key = ? LIMIT 1");
  return texts.some((text) => find.get(saltedDigest(header.salt, text)) !== undefined);
}

async function hasInCopy({ header }: Plan, texts: readonly string[]): Promise<boolean> {
  const { input } = header;
  if (!input.isCopy || !existsSync(input.path)) return false;
  for await (const batch of openRows(input.path, input.reading).rows) {
    if (batch.some((row) => "text" in row && texts.some((text) => row.text.includes(text)))) return true;
  }
  return false;
}
