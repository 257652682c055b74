import { loadConfig } from "../config/load.ts";
import { renderProblems } from "../lib/problem.ts";
import { backup } from "../store/sqlite/backup.ts";
import { restore } from "../store/sqlite/restore.ts";
import { complain, withStore } from "./with-store.ts";

/** Writes an incident's whole record to standard output as JSON. Exit code 1: there is no such record. */
export async function exportRecord(name: string, file: string | undefined): Promise<number> {
  const stream = name.toUpperCase();
  return withStore(file, async (store) => {
    const events = await store.load(stream);
    if (events.length === 0) return complain(1, `There is no record ${stream}.`);
    const summary = await store.summary(stream);
    process.stdout.write(`${JSON.stringify({ stream, summary, events }, null, 2)}\n`);
    return 0;
  });
}

/** Copies the SQLite database to `target`, also while the bot runs. */
export async function backUp(target: string, file: string | undefined): Promise<number> {
  const loaded = loadConfig({ file });
  if ("problems" in loaded) return complain(2, renderProblems(loaded.problems));
  await backup(loaded.config.database, target);
  process.stdout.write(`Copied ${loaded.config.database.file} to ${target}.\n`);
  return 0;
}

/** Puts a backup in the place of the SQLite database. Exit code 1: it could not be, and nothing changed. */
export async function restoreFrom(source: string, file: string | undefined): Promise<number> {
  const loaded = loadConfig({ file });
  if ("problems" in loaded) return complain(2, renderProblems(loaded.problems));
  const { database } = loaded.config;
  try {
    const kept = await restore(database, source);
    process.stdout.write(`Restored ${database.file} from ${source}.\n`);
    if (kept) process.stdout.write(`What stood there is kept as ${kept}.\n`);
    return 0;
  } catch (error) {
    return complain(1, (error as Error).message);
  }
}
