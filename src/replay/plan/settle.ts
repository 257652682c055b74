import type { DatabaseSync } from "node:sqlite";
import { codeOf } from "./verdict.ts";

const { send, in_doubt, accepted, accepted_elsewhere, duplicate } = codeOf;

/**
 * Compares the rows of a plan with each other, by key. A key that was accepted once is in the table, whatever came
 * after. Of a key's other rows the last one stands; it is in doubt if any attempt with that key is.
 */
export function settle(database: DatabaseSync, sendsInDoubt: boolean): void {
  // SQLite sorts on disk what does not fit into its cache, so a million keys need no memory of ours.
  database.exec(`CREATE INDEX row_by_key ON row (key, verdict)`);
  database.exec(`
    UPDATE row SET verdict = ${accepted_elsewhere}
    WHERE verdict IN (${send}, ${in_doubt})
      AND EXISTS (SELECT 1 FROM row AS other WHERE other.key = row.key AND other.verdict = ${accepted})
  `);
  database.exec(`
    UPDATE row SET verdict = ${in_doubt}
    WHERE verdict = ${send}
      AND EXISTS (SELECT 1 FROM row AS other WHERE other.key = row.key AND other.verdict = ${in_doubt})
  `);
  database.exec(`
    UPDATE row SET verdict = ${duplicate} WHERE n IN (
      SELECT n FROM (
        SELECT n, lead(key) OVER (ORDER BY key, n) IS key AS comes_again
        FROM row WHERE verdict IN (${send}, ${in_doubt})
      ) WHERE comes_again
    )
  `);
  if (sendsInDoubt) database.exec(`UPDATE row SET verdict = ${send} WHERE verdict = ${in_doubt}`);
}
