import { randomBytes } from "node:crypto";
import { linkSync, rmSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openRows, type Reading } from "../read/input.ts";
import { createExclusion, type ExcludedKeys } from "./exclusion.ts";
import { judge, type Rules } from "./judge.ts";
import { sealPlan } from "./plan.ts";
import { createPlanFile, deletePlanFile, type PlanHeader, saltedDigest, UnusablePlan } from "./plan-file.ts";
import { settle } from "./settle.ts";
import { type Counts, codeOf, noCounts, verdicts } from "./verdict.ts";

export type PlanRequest = {
  input: { path: string; isCopy: boolean; reading: Reading };
  rules: Rules;
  /** Where it will be sent. Its address is kept as a digest. */
  webhook: { name: string; url: string };
  /** Keys that are in the table already. */
  excluded: readonly ExcludedKeys[];
  /** Whether rows in doubt are sent, because somebody looked. */
  sendsInDoubt: boolean;
  /** Where the plan will be. It must not exist yet. */
  out: string;
  about: Pick<PlanHeader, "plannedAt" | "incident" | "perSecond" | "figures" | "options">;
};

/** A plan that was made: what it says, its digest, and the first places of each reason to leave rows out. */
export type MadePlan = { header: PlanHeader; digest: string; places: Record<string, number[]> };

/**
 * Reads the input to its end and writes the plan. Opens no connection to anybody. Rejects with UnreadableInput, or
 * UnusablePlan when a file is there already; then no plan is left behind.
 */
export async function makePlan(request: PlanRequest): Promise<MadePlan> {
  const unfinished = `${request.out}.unfinished-${process.pid}`;
  const database = createPlanFile(unfinished);
  try {
    const made = await fill(database, request);
    database.close();
    takePlace(unfinished, request.out);
    return made;
  } finally {
    if (database.isOpen) database.close();
    deletePlanFile(unfinished);
  }
}

async function fill(database: DatabaseSync, request: PlanRequest): Promise<MadePlan> {
  const salt = randomBytes(16).toString("hex");
  const { rows, read } = openRows(request.input.path, request.input.reading);
  const exclusion = await createExclusion(database, salt, request.excluded);
  const insert = database.prepare("INSERT INTO row (n, place, verdict, key, body) VALUES (?, ?, ?, ?, ?)");
  let n = 0;
  database.exec("BEGIN");
  for await (const batch of rows) {
    for (const row of batch) {
      const { verdict, key, body } = judge(row, request.rules);
      const isOpen = verdict === "send" || verdict === "in_doubt";
      const keyDigest = key === undefined ? null : saltedDigest(salt, key);
      const settled = isOpen && keyDigest ? exclusion(key!, keyDigest, verdict) : verdict;
      const bodyDigest = isOpen && body !== undefined ? saltedDigest(salt, body) : null;
      insert.run(n++, row.place, codeOf[settled], keyDigest, bodyDigest);
    }
  }
  settle(database, request.sendsInDoubt);
  database.exec("COMMIT; DROP TABLE IF EXISTS excluded;");
  const header: PlanHeader = {
    version: 1,
    salt,
    input: { ...request.input, ...read() },
    webhook: { name: request.webhook.name, digest: saltedDigest(salt, request.webhook.url).toString("hex") },
    rules: request.rules,
    counts: countVerdicts(database),
    ...request.about,
  };
  return { header, digest: sealPlan(database, header), places: firstPlaces(database) };
}

/** `link` refuses to replace a file, where `rename` would not. */
function takePlace(from: string, out: string): void {
  try {
    linkSync(from, out);
    rmSync(from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UnusablePlan(
      `${out} is there already. Choose another name for --out, or delete it if nothing of it was sent.`,
    );
  }
}

function countVerdicts(database: DatabaseSync): Counts {
  const counts = noCounts();
  const found = database.prepare("SELECT verdict, count(*) AS count FROM row GROUP BY verdict").all();
  for (const { verdict, count } of found as { verdict: number; count: number }[])
    counts[verdicts[verdict]!] = count;
  return counts;
}

function firstPlaces(database: DatabaseSync): Record<string, number[]> {
  const first = database.prepare("SELECT place FROM row WHERE verdict = ? ORDER BY n LIMIT 6");
  const places = verdicts.map((verdict) => [
    verdict,
    first.all(codeOf[verdict]).map(({ place }) => place as number),
  ]);
  return Object.fromEntries(places);
}
