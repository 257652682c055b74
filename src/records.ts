import { existsSync } from "node:fs";
import { loadConfig } from "./config/load.ts";
import type { Config } from "./config/schema.ts";
import type { Store } from "./engine/ports.ts";
import { renderProblems } from "./lib/problem.ts";
import { backup } from "./store/backup.ts";
import { openStore } from "./store/open-store.ts";

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

async function withStore(file: string | undefined, work: (store: Store) => Promise<number>): Promise<number> {
  const loaded = loadConfig({ file });
  if ("problems" in loaded) return complain(2, renderProblems(loaded.problems));
  const { database } = loaded.config;
  if (!isThere(database))
    return complain(2, `There is no database at ${database.file}. Set DATABASE_FILE or DATABASE_URL.`);
  const store = await openStore(database);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Opening SQLite would make an empty file where there is none. */
function isThere({ url, file }: Config["database"]): boolean {
  return url !== undefined || existsSync(file);
}

function complain(exitCode: number, message: string): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
