import { existsSync } from "node:fs";
import { copyFile, rename } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import type { StorePlace } from "../open-store.ts";

/** What SQLite keeps beside a database; part of the record while it is there. */
const parts = ["", "-wal", "-shm"];

/**
 * Puts a backup in the place of the SQLite record. What stood there is kept beside it, under the name returned; null:
 * there was nothing. Throws, and changes nothing, when the backup is damaged or no record of this program, while a
 * process has the record open, and for PostgreSQL, which has its own tool.
 */
export async function restore({ url, file }: StorePlace, source: string): Promise<string | null> {
  if (url)
    throw new Error(
      `The record is kept in PostgreSQL: use pg_restore --clean --dbname="$DATABASE_URL" ${source}`,
    );
  examine(source);
  if (isOpenElsewhere(file))
    throw new Error(`The record ${file} is in use: stop the bot, then restore. Nothing was changed.`);
  const kept = existsSync(file) ? `${file}.before-restore-${Date.now()}` : null;
  for (const part of parts) if (kept && existsSync(file + part)) await rename(file + part, kept + part);
  await copyFile(source, file);
  return kept;
}

function examine(source: string): void {
  if (!existsSync(source)) throw new Error(`There is no file ${source}.`);
  let found: string;
  try {
    const database = new DatabaseSync(source, { readOnly: true });
    try {
      const [first] = database.prepare("pragma quick_check(1)").all();
      found = String(Object.values(first ?? {})[0]);
      database.prepare("select count(*) from events").get();
    } finally {
      database.close();
    }
  } catch (error) {
    found = (error as Error).message;
  }
  if (found !== "ok")
    throw new Error(`${source} is no sound backup of clay-incident: ${found}. Nothing was changed.`);
}

/** SQLite leaves its log mode only where nobody else has the file open. What is damaged is in nobody's use. */
function isOpenElsewhere(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec("pragma journal_mode = delete");
    } finally {
      database.close();
    }
    return false;
  } catch (error) {
    return /locked|busy/i.test((error as Error).message);
  }
}
