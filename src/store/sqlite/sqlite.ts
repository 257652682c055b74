import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import { StoreUnavailable } from "../../record/store-unavailable.ts";
import type { Database, Tables } from "../schema/tables.ts";
import { translate } from "./sqlite-busy.ts";
import { createSqliteAdapter, createSqliteDriver } from "./sqlite-driver.ts";

/** Opens (or creates) the SQLite file. A commit returns when it is on disk. */
export function openSqlite(file: string): Database {
  const database = open(file);
  const dialect = {
    createDriver: () => createSqliteDriver(database),
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

function open(file: string): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: 2000 });
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
    // From here on the driver waits, because SQLite's own waiting would stop the whole process.
    database.exec("pragma busy_timeout = 0");
    // Reads header and schema: of a file that is none, or whose beginning was written over, nothing is taken as good.
    database.prepare("select count(*) from sqlite_schema").get();
    return database;
  } catch (error) {
    const translated = translate(error);
    const { message, fix } = translated as { message: string; fix?: string };
    throw new StoreUnavailable(`The SQLite file ${file} cannot be opened: ${message}`, { cause: error, fix });
  }
}
