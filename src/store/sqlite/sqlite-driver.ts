import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
} from "kysely";
import type { Group, GroupCommit } from "./group-commit.ts";
import { whileBusy } from "./sqlite-busy.ts";

// Far above the number of different queries we have: it only keeps a mistake from filling the memory.
const mostStatements = 500;

/** One user of the connection, from the moment Kysely gives it out. `transaction`: the one it is in. */
type Session = DatabaseConnection & { transaction?: { group: Group; endTurn: () => void } | undefined };

/**
 * Lets Kysely use node:sqlite. What is written is on disk when its promise resolves; transactions that come together
 * share one commit. Waits while another process writes, then rejects with StoreUnavailable.
 */
export function createSqliteDriver(
  database: DatabaseSync,
  commits: GroupCommit,
  close: () => Promise<void>,
): Driver {
  const run = createRun(database, commits);
  const end = async (session: Session, how: string[]) => {
    const { group, endTurn } = session.transaction!;
    session.transaction = undefined;
    try {
      if (database.isTransaction) for (const text of how) database.exec(text);
    } finally {
      endTurn();
    }
    return group;
  };
  return {
    init: async () => {},
    acquireConnection: async () => createSession(commits, run),
    async beginTransaction(session: Session) {
      const endTurn = await commits.takeTurn();
      try {
        session.transaction = { group: await commits.join(), endTurn };
        database.exec("savepoint one");
      } catch (error) {
        endTurn();
        throw error;
      }
    },
    async commitTransaction(session: Session) {
      const { onDisk } = await end(session, ["release one"]);
      await onDisk;
    },
    async rollbackTransaction(session: Session) {
      // Kysely calls this, too, when the commit failed: then there is nothing left to take back.
      if (session.transaction) await end(session, ["rollback to one", "release one"]);
    },
    releaseConnection: async () => {},
    destroy: close,
  };
}

/** Kysely's own would let nobody in while a transaction waits for the disk; here the driver gives out the turns. */
export function createSqliteAdapter(): SqliteAdapter {
  return Object.defineProperty(new SqliteAdapter(), "supportsMultipleConnections", { value: true });
}

type Run = <R>(query: CompiledQuery) => Promise<QueryResult<R>>;

function createSession(commits: GroupCommit, run: Run): Session {
  const session: Session = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (session.transaction) return run<R>(query);
      const endTurn = await commits.takeTurn();
      let written: Group | undefined;
      let result: QueryResult<R>;
      try {
        if (!isReading(query)) written = await commits.join();
        result = await run<R>(query);
      } finally {
        endTurn();
      }
      await written?.onDisk;
      return result;
    },
    // biome-ignore lint/correctness/useYield: Kysely asks for it, no query of ours does.
    async *streamQuery() {
      throw new Error("Queries on SQLite cannot be streamed");
    },
  };
  return session;
}

function isReading({ sql }: CompiledQuery): boolean {
  return /^\s*(select|pragma)\b/i.test(sql);
}

function createRun(database: DatabaseSync, commits: GroupCommit): Run {
  const prepare = createPrepare(database);
  return async <R>({ sql, parameters }: CompiledQuery) => {
    try {
      return await whileBusy(() => execute<R>(prepare(sql), parameters));
    } catch (error) {
      commits.checkGroup(error);
      throw error;
    }
  };
}

type Prepared = { statement: StatementSync; givesRows: boolean };

/** Prepares each query once. */
function createPrepare(database: DatabaseSync): (text: string) => Prepared {
  const known = new Map<string, Prepared>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    if (known.size >= mostStatements) known.clear();
    const statement = database.prepare(text);
    const prepared = { statement, givesRows: statement.columns().length > 0 };
    known.set(text, prepared);
    return prepared;
  };
}

function execute<R>({ statement, givesRows }: Prepared, parameters: readonly unknown[]): QueryResult<R> {
  const values = parameters as SQLInputValue[];
  if (givesRows) return { rows: statement.all(...values) as R[] };
  return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
}
