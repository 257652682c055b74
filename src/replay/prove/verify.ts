import { isAccepted, isInDoubt, type Plan, placesWhere, sendStates } from "../plan/plan.ts";
import { saltedDigest } from "../plan/plan-file.ts";

/** Places in the input, the first of them, and how many there are. */
export type Found = { places: number[]; count: number };

/** What an export of the table says about a plan. */
export type Verification = {
  /** Accepted, and in the export. */
  there: number;
  /** Accepted, and not in the export. */
  missing: Found;
  /** In doubt before, and in the export: they count as accepted from now on. */
  settled: Found;
  /** In doubt still: not in the export. */
  inDoubt: Found;
  /** Keys of this plan that stand in the export more than once. */
  twice: number;
};

const inTable = "row.key IN (SELECT key FROM seen)";
const mostPlaces = 50;

/**
 * Looks for a plan's keys in an export. What was in doubt and is there is noted as accepted; that a key is not there
 * is noted nowhere, for an export holds only what its view showed.
 */
export async function verify(plan: Plan, keys: AsyncIterable<string>, now: number): Promise<Verification> {
  const { database, header } = plan;
  database.exec("CREATE TEMP TABLE seen (key BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID");
  const insert = database.prepare(
    "INSERT INTO seen (key, times) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET times = times + 1",
  );
  for await (const key of keys) insert.run(saltedDigest(header.salt, key));
  const found = {
    there: placesWhere(plan, `${isAccepted} AND ${inTable}`, 0).count,
    missing: placesWhere(plan, `${isAccepted} AND NOT ${inTable}`, mostPlaces),
    settled: placesWhere(plan, `${isInDoubt} AND ${inTable}`, mostPlaces),
    inDoubt: placesWhere(plan, `${isInDoubt} AND NOT ${inTable}`, mostPlaces),
    twice: keysTwice(plan),
  };
  settleInDoubt(plan, now);
  database.exec("DROP TABLE seen");
  return found;
}

function settleInDoubt({ database }: Plan, now: number): void {
  const accepted = sendStates.indexOf("accepted");
  database.exec(`
    INSERT OR REPLACE INTO sent (n, state, status, at)
    SELECT n, ${accepted}, NULL, ${Math.round(now)} FROM row LEFT JOIN sent USING (n) WHERE ${isInDoubt} AND ${inTable}
  `);
}

function keysTwice({ database }: Plan): number {
  const counted = database.prepare(`
    SELECT count(DISTINCT row.key) AS count FROM row JOIN seen USING (key) LEFT JOIN sent USING (n)
    WHERE seen.times > 1 AND (${isAccepted} OR ${isInDoubt})
  `);
  return (counted.get() as { count: number }).count;
}
