import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import { StoreUnavailable } from "../../record/store-unavailable.ts";
import type { Database, Tables } from "../schema/tables.ts";
import { createCheckpoints } from "./checkpoint.ts";
import { createGroupCommit } from "./group-commit.ts";
import { translate } from "./sqlite-busy.ts";
import { createSqliteAdapter, createSqliteDriver } from "./sqlite-driver.ts";
import { openWal, type Sync, type Wal } from "./wal.ts";

/** `sync` brings a file's data to the disk; the log is emptied when it is longer than `logBytes`. */
export type SqliteOptions = { sync?: Sync; logBytes?: number };

/** Opens (or creates) the SQLite file. A write resolves when it is on disk; the event loop does not wait for that. */
export function openSqlite(file: string, { sync, logBytes }: SqliteOptions = {}): Database {
  const { database, wal } = open(file, sync);
  const commits = createGroupCommit(database, async () => {
    await wal.sync();
    checkpoints.consider();
  });
  const checkpoints = createCheckpoints(file, wal, commits, logBytes);
  const close = async () => {
    await checkpoints.ended();
    await commits.alone(async () => {
      wal.close();
      database.close();
    });
  };
  const dialect = {
    createDriver: () => createSqliteDriver(database, commits, close),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: createSqliteAdapter,
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  };
  return {
    db: new Kysely<Tables>({ dialect }),
    text: sql`text`,
    // Every transaction of the driver begins as the only writer.
    lockSchema: async () => {},
  };
}

function open(file: string, sync?: Sync): { database: DatabaseSync; wal: Wal } {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: 2000 });
    database.exec("pragma journal_mode = wal; pragma foreign_keys = on");
    // From here on the driver waits, because SQLite's own waiting would stop the whole process: for other programs,
    // for the disk at each commit, and at checkpoints.
    database.exec("pragma busy_timeout = 0; pragma synchronous = normal; pragma wal_autocheckpoint = 0");
    // SQLite opens the log with the first look at the file. Of one that is no database, or whose schema was written
    // over, nothing is taken as good.
    database.exec("select 1 from sqlite_schema");
    return { database, wal: openWal(file, sync) };
  } catch (error) {
    const translated = translate(error);
    const { message, fix } = translated as { message: string; fix?: string };
    throw new StoreUnavailable(`The SQLite file ${file} cannot be opened: ${message}`, { cause: error, fix });
  }
}
