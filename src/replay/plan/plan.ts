import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { openPlanFile, type PlanHeader, UnusablePlan } from "./plan-file.ts";
import { codeOf } from "./verdict.ts";

/** How far the sending of a row has come. The order is that of the numbers in the file: add at the end. */
export const sendStates = ["intended", "accepted", "refused", "in_doubt"] as const;
export type SendState = (typeof sendStates)[number];

/** A plan that this process alone has open, and the record of what was sent. */
export type Plan = {
  path: string;
  header: PlanHeader;
  /** Of all that the plan says, in hex. */
  digest: string;
  database: DatabaseSync;
  close(): void;
};

/** Opens a plan and checks that it is as it was made. Throws UnusablePlan. */
export function openPlan(path: string): Plan {
  const database = openPlanFile(path);
  try {
    return { path, ...readHeader(database, path), database, close: () => database.close() };
  } catch (error) {
    database.close();
    throw error instanceof UnusablePlan ? error : new UnusablePlan(`${path} is not a plan of this program.`);
  }
}

function readHeader(database: DatabaseSync, path: string): Pick<Plan, "header" | "digest"> {
  const { json, digest } = database.prepare("SELECT json, digest FROM header").get() as {
    json: string;
    digest: string;
  };
  if (planDigest(database, json) !== digest) {
    throw new UnusablePlan(`${path} is not as it was made: its digest differs. Plan again.`);
  }
  return { header: JSON.parse(json) as PlanHeader, digest };
}

/** The digest of all that a plan says: its header and every row. What was sent is not part of it. */
export function planDigest(database: DatabaseSync, headerJson: string): string {
  const digest = createHash("sha256").update(headerJson);
  const numbers = Buffer.alloc(13);
  for (const row of database.prepare("SELECT n, place, verdict, key, body FROM row ORDER BY n").iterate()) {
    const { n, place, verdict, key, body } = row as PlanRow;
    numbers.writeUIntLE(n, 0, 6);
    numbers.writeUIntLE(place, 6, 6);
    numbers[12] = verdict;
    digest.update(numbers);
    if (key) digest.update(key);
    if (body) digest.update(body);
  }
  return digest.digest("hex");
}

type PlanRow = { n: number; place: number; verdict: number; key: Uint8Array | null; body: Uint8Array | null };

/** Writes the header of a plan whose rows are there. Returns the plan's digest. */
export function sealPlan(database: DatabaseSync, header: PlanHeader): string {
  const json = JSON.stringify(header);
  const digest = planDigest(database, json);
  database.exec("DELETE FROM header");
  database.prepare("INSERT INTO header (json, digest) VALUES (?, ?)").run(json, digest);
  return digest;
}

/** The places of rows with a condition on `row` and `sent` (as SQL), in order: the first few, and how many there are. */
export function placesWhere(plan: Plan, condition: string, most = 12): { places: number[]; count: number } {
  const from = `FROM row LEFT JOIN sent USING (n) WHERE ${condition}`;
  const { count } = plan.database.prepare(`SELECT count(*) AS count ${from}`).get() as { count: number };
  const found = plan.database.prepare(`SELECT place ${from} ORDER BY n LIMIT ${most}`).all() as {
    place: number;
  }[];
  return { places: found.map(({ place }) => place), count };
}

/** SQL for rows that are planned to be sent. */
export const isPlanned = `row.verdict = ${codeOf.send}`;

/** SQL for rows of which nobody can say whether they arrived: from the log, a crash, or an answer that never came. */
export const isInDoubt = `(sent.state IN (${sendStates.indexOf("intended")}, ${sendStates.indexOf("in_doubt")})
  OR (row.verdict = ${codeOf.in_doubt} AND sent.state IS NULL))`;

/** SQL for rows that were accepted, or seen in the table. */
export const isAccepted = `sent.state = ${sendStates.indexOf("accepted")}`;

/** SQL for rows that were answered with anything but acceptance. */
export const isRefused = `sent.state = ${sendStates.indexOf("refused")}`;
