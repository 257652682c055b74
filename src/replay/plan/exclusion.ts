import type { DatabaseSync } from "node:sqlite";
import { saltedDigest } from "./plan-file.ts";
import type { Verdict } from "./verdict.ts";

/** Keys that are in the table already: those of an export, or those an earlier plan sent. */
export type ExcludedKeys =
  | { keys: AsyncIterable<string> }
  | { verdictOn(key: string): "in_table" | "in_doubt" | undefined };

/** Says what becomes of a row whose key is known elsewhere; otherwise the verdict given. */
export type Exclusion = (key: string, digest: Buffer, verdict: Verdict) => Verdict;

/** Takes in the keys of all exports, as digests on disk. */
export async function createExclusion(
  database: DatabaseSync,
  salt: string,
  excluded: readonly ExcludedKeys[],
): Promise<Exclusion> {
  const lookUps = excluded.flatMap((one) => ("verdictOn" in one ? [one.verdictOn] : []));
  const exports = excluded.flatMap((one) => ("keys" in one ? [one.keys] : []));
  if (exports.length > 0) await takeIn(database, salt, exports);
  const inExport = exports.length > 0 ? database.prepare("SELECT 1 FROM excluded WHERE key = ?") : undefined;
  return (key, digest, verdict) => {
    if (inExport?.get(digest)) return "in_table";
    const known = lookUps.map((look) => look(key));
    if (known.includes("in_table")) return "in_table";
    return known.includes("in_doubt") ? "in_doubt" : verdict;
  };
}

async function takeIn(
  database: DatabaseSync,
  salt: string,
  exports: readonly AsyncIterable<string>[],
): Promise<void> {
  database.exec("CREATE TABLE excluded (key BLOB PRIMARY KEY) WITHOUT ROWID");
  const insert = database.prepare("INSERT OR IGNORE INTO excluded (key) VALUES (?)");
  database.exec("BEGIN");
  for (const keys of exports) for await (const key of keys) insert.run(saltedDigest(salt, key));
  database.exec("COMMIT");
}
