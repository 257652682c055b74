import { hash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Reading } from "../read/input.ts";
import type { Rules } from "./judge.ts";
import type { Counts } from "./verdict.ts";

/** What a plan says about itself. Written once; what was sent is noted in a table of its own. */
export type PlanHeader = {
  version: 1;
  plannedAt: string;
  /** Goes into every digest of this plan, so that no two plans have a digest in common. */
  salt: string;
  input: {
    path: string;
    isCopy: boolean;
    sha256: string;
    bytes: number;
    brokeOff: boolean;
    reading: Reading;
  };
  webhook: { name: string; digest: string };
  rules: Rules;
  counts: Counts;
  incident?: string | undefined;
  perSecond: number;
  figures: GivenFigures;
  /** The options that led to this plan, for the command that plans again. Holds no value of a row. */
  options: string[];
};

/** What a person said, because no program may look. */
export type GivenFigures = {
  sourceCount?: number | undefined;
  sourceLimit?: number | undefined;
  creditsPerRow?: number | undefined;
  balance?: { credits: number; source: string } | undefined;
};

/** A plan's file cannot be used: there is none, it is none, or another process has it. */
export class UnusablePlan extends Error {}

const schema = `
  CREATE TABLE header (json TEXT NOT NULL, digest TEXT NOT NULL);
  CREATE TABLE row (n INTEGER PRIMARY KEY, place INTEGER NOT NULL, verdict INTEGER NOT NULL, key BLOB, body BLOB);
  CREATE TABLE sent (n INTEGER PRIMARY KEY, state INTEGER NOT NULL, status INTEGER, at INTEGER NOT NULL);
  CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** Makes the file of a new plan, readable to its owner alone, for somebody to fill. Fast: a crash leaves no plan. */
export function createPlanFile(path: string): DatabaseSync {
  closeSync(openSync(path, "wx", 0o600));
  const database = new DatabaseSync(path);
  // The cache is what planning a million rows may hold in memory.
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000;");
  database.exec(schema);
  return database;
}

/**
 * Opens a plan for this process alone; nobody else can until it is closed. What is written is on disk when the call
 * returns. Throws UnusablePlan when there is no plan, it is none, or another process has it.
 */
export function openPlanFile(path: string): DatabaseSync {
  if (!existsSync(path)) throw new UnusablePlan(`There is no plan at ${path}.`);
  if (!isPlanFile(path)) throw new UnusablePlan(`${path} is not a plan. Expected the file that --out named.`);
  const database = new DatabaseSync(path);
  try {
    // The lock is the operating system's: it ends with the process, however that ends.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec("BEGIN IMMEDIATE; COMMIT;");
    return database;
  } catch (error) {
    database.close();
    throw isBusy(error)
      ? new UnusablePlan(
          `Another process is using ${path}. Wait for it to end, or stop it with Ctrl-C there.`,
        )
      : new UnusablePlan(`${path} cannot be opened as a plan: ${(error as Error).message}.`);
  }
}

/** Tells whether a file has the form of a plan, without opening it. */
export function isPlanFile(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(15);
    readSync(file, start);
    return start.toString("latin1") === "SQLite format 3";
  } finally {
    closeSync(file);
  }
}

/** A plan's files: itself and what SQLite may have left beside it after a crash. */
export function filesOfPlan(path: string): string[] {
  return [path, `${path}-wal`, `${path}-shm`, `${path}-journal`];
}

/** Deletes a plan. */
export function deletePlanFile(path: string): void {
  for (const file of filesOfPlan(path)) rmSync(file, { force: true });
}

/** A text's digest under a plan's salt, 16 bytes: enough that no two texts of any input share one. */
export function saltedDigest(salt: string, text: string): Buffer {
  return (hash("sha256", `${salt}\0${text}`, "buffer") as Buffer).subarray(0, 16);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is (locked|busy)/.test(error.message);
}
