import { existsSync } from "node:fs";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import type { Store } from "../incident/store.ts";
import type { Summary } from "../incident/summary.ts";
import { renderProblems } from "../lib/problem.ts";
import { openStore } from "../store/open-store.ts";
import { useProxies } from "../wiring/proxies.ts";

/**
 * Opens the configured database for one command of the terminal and closes it after. Resolves with the command's
 * exit code, or 2 when there is no such database, having said so.
 */
export async function withStore(
  file: string | undefined,
  work: (store: Store, config: Config) => Promise<number>,
): Promise<number> {
  const loaded = loadConfig({ file });
  if ("problems" in loaded) return complain(2, renderProblems(loaded.problems));
  const { database } = loaded.config;
  if (!isThere(database))
    return complain(2, `There is no database at ${database.file}. Set DATABASE_FILE or DATABASE_URL.`);
  await useProxies(loaded.config);
  const store = await openStore<Summary>(database);
  try {
    return await work(store, loaded.config);
  } finally {
    await store.close();
  }
}

/** Opening SQLite would make an empty file where there is none. */
function isThere({ url, file }: Config["database"]): boolean {
  return url !== undefined || existsSync(file);
}

/** Says what went wrong on standard error, and returns the exit code given. */
export function complain(exitCode: number, message: string): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
