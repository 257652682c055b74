import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { openStore } from "../../src/store/open-store.ts";

/** A folder of its own for one test, removed when the test ends. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "clay-incident-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A fresh SQLite store on disk, closed and removed when the test ends. Call it within a test. */
export async function openTestStore(): Promise<Store> {
  const store = await openStore<Summary>({ file: join(await openFolder(), "test.db") });
  onTestFinished(() => store.close());
  return store;
}
