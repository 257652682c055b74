import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from "kysely";
import { StoreUnavailable } from "../engine/store-unavailable.ts";

// Slack gives a click three seconds: another process' write must be over before that, or we say "not saved".
const busyWaitsMs = [1, 2, 5, 10, 20, 50, 100, 200, 300, 300, 300, 300, 300];

// Far above the number of different queries we have: it only keeps a mistake from filling the memory.
const mostStatements = 500;

/** Lets Kysely use node:sqlite. Waits while another process writes, then rejects with StoreUnavailable. */
export function createSqliteDriver(database: DatabaseSync): Driver {
  const connection = createConnection(database);
  const execute = async (text: string) => {
    await connection.executeQuery(CompiledQuery.raw(text));
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    // A transaction that starts as a reader fails at its first write when another process wrote meanwhile, and no
    // waiting helps then. Starting as the writer waits its turn instead.
    beginTransaction: () => execute("begin immediate"),
    commitTransaction: () => execute("commit"),
    // SQLite rolls back by itself on a full disk or an I/O error; a second rollback would hide the cause.
    rollbackTransaction: async () => {
      if (database.isTransaction) await execute("rollback");
    },
    releaseConnection: async () => {},
    destroy: async () => database.close(),
  };
}

function createConnection(database: DatabaseSync): DatabaseConnection {
  const prepare = createPrepare(database);
  return {
    executeQuery: <R>({ sql, parameters }: CompiledQuery) =>
      whileBusy(() => run<R>(prepare(sql), parameters)),
    // biome-ignore lint/correctness/useYield: Kysely asks for it, no query of ours does.
    async *streamQuery() {
      throw new Error("Queries on SQLite cannot be streamed");
    },
  };
}

/** Prepares each query once. */
function createPrepare(database: DatabaseSync): (text: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (text) => {
    const known = statements.get(text);
    if (known) return known;
    if (statements.size >= mostStatements) statements.clear();
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
}

function run<R>(statement: StatementSync, parameters: readonly unknown[]): QueryResult<R> {
  const values = parameters as SQLInputValue[];
  if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] };
  return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
}

/** Tries again while another connection holds the file; a statement that was refused so has had no effect. */
async function whileBusy<T>(work: () => T): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return work();
    } catch (error) {
      const waitMs = busyWaitsMs[tries];
      if (resultCode(error) !== busy || waitMs === undefined) throw translate(error);
      await sleep(waitMs * (0.5 + Math.random()));
    }
  }
}

// https://sqlite.org/rescode.html: busy, locked, read-only, I/O error, disk full, cannot open.
const busy = 5;
const unavailable = new Set([busy, 6, 8, 10, 13, 14]);

function resultCode(error: unknown): number | undefined {
  const code = (error as { errcode?: number }).errcode;
  return code === undefined ? undefined : code & 0xff;
}

function translate(error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined || !unavailable.has(code)) return error;
  return new StoreUnavailable(`The SQLite file cannot be used now: ${(error as Error).message}`, {
    cause: error,
  });
}
