import type { DatabaseSync } from "node:sqlite";
import { codeOf } from "./verdict.ts";

const { send, in_doubt, accepted, accepted_elsewhere, duplicate } = codeOf;

/**
 * Compares the rows of a plan with each other, by key. A key that was accepted once is in the table, whatever came
 * after. Of a key's other rows the last one stands; it is in doubt if any attempt with that key is.
 */
export function settle(database: DatabaseSync, sendsInDoubt: boolean): void {
  // Each question is one step in this index, so that a million rows need no more memory than a few.
  database.exec("CREATE INDEX row_by_key ON row (key, verdict)");
  if (has(database, accepted))
    becomes(database, accepted_elsewhere, [send, in_doubt], `other.verdict = ${accepted}`);
  if (has(database, in_doubt)) becomes(database, in_doubt, [send], `other.verdict = ${in_doubt}`);
  becomes(database, duplicate, [send, in_doubt], "other.verdict = row.verdict AND other.n > row.n");
  if (sendsInDoubt) database.exec(`UPDATE row SET verdict = ${send} WHERE verdict = ${in_doubt}`);
}

function has(database: DatabaseSync, verdict: number): boolean {
  return database.prepare("SELECT 1 FROM row WHERE verdict = ? LIMIT 1").get(verdict) !== undefined;
}

/** Gives rows of some verdicts another, when there is another row of the same key for which a condition holds. */
function becomes(database: DatabaseSync, verdict: number, from: readonly number[], condition: string): void {
  database.exec(`
    UPDATE row SET verdict = ${verdict} WHERE verdict IN (${from.join(", ")})
      AND EXISTS (SELECT 1 FROM row AS other WHERE other.key = row.key AND ${condition})
  `);
}
