import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { backup as copyDatabase, DatabaseSync } from "node:sqlite";
import type { StorePlace } from "../open-store.ts";

// All pages in one step: between steps a busy bot would write, and SQLite would start the copy over each time.
const allPages = 2 ** 31 - 1;

/**
 * Writes a consistent copy of the SQLite record to `target`, also while the bot runs, and replaces what was there.
 * Start the bot on the copy to restore it. Throws for PostgreSQL, which has its own tool.
 */
export async function backup({ url, file }: StorePlace, target: string): Promise<void> {
  if (url)
    throw new Error(
      `The record is kept in PostgreSQL: use pg_dump "$DATABASE_URL" --format=custom --file=${target}`,
    );
  if (!existsSync(file))
    throw new Error(`There is no record at ${file}: set database.file to the one the bot uses`);
  const unfinished = `${target}.unfinished`;
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    await copyDatabase(source, unfinished, { rate: allPages });
    await flush(unfinished);
    await rename(unfinished, target);
  } finally {
    source.close();
    await rm(unfinished, { force: true });
  }
}

async function flush(path: string): Promise<void> {
  const copy = await open(path, "r+");
  await copy.sync().finally(() => copy.close());
}
