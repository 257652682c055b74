import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from "kysely";
import pg from "pg";
import { StoreUnavailable } from "../record/store-unavailable.ts";
import type { Database, Tables, Trx } from "./schema/tables.ts";

const connectTimeoutMs = 2_000;
// A server that hangs must not hang us: better to tell the person than to leave a click without an answer.
const queryTimeoutMs = 5_000;
const mostConnections = 10;

/** Any number that no other program locks in the same database: "clay" in ASCII. */
const schemaLock = 0x636c6179;
const schemaLockTries = 300;
const schemaLockPauseMs = 200;

/** Connects to PostgreSQL. Connections that are lost are replaced when the server is back. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    application_name: "clay-incident",
    onConnect: prepareConnection,
  });
  // Without listeners the end of a connection would end the process. Whoever uses it is told by its query.
  pool.on("error", () => {});
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: adaptPool(pool) }) }),
    text: sql`text collate "C"`,
    lockSchema,
  };
}

async function prepareConnection(client: pg.ClientBase): Promise<void> {
  client.on("error", () => {});
  // A machine that dies within a transaction would else keep its rows locked until TCP gives it up, hours later.
  await client.query("set idle_in_transaction_session_timeout = '10s'");
}

async function lockSchema(trx: Trx): Promise<void> {
  for (let tries = 0; tries < schemaLockTries; tries++) {
    const { rows } = await sql<{ locked: boolean }>`
      select pg_try_advisory_xact_lock(${schemaLock}) as locked`.execute(trx);
    if (rows[0]?.locked) return;
    await sleep(schemaLockPauseMs);
  }
  throw new StoreUnavailable("Another process has been changing the database schema for a minute");
}

/** The pool as Kysely uses it, with errors translated and broken connections thrown away. */
function adaptPool(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => adaptClient(await pool.connect().catch(rethrow)),
    end: () => pool.end(),
    options: pool.options,
  };
}

function adaptClient(client: pg.PoolClient): PostgresPoolClient {
  let broken: StoreUnavailable | undefined;
  const query = async (text: string, values: unknown[]) => {
    // A query that timed out still blocks its connection: the rollback that follows must not wait behind it.
    if (broken) throw broken;
    return client.query(text, values).catch((error) => {
      const translated = translate(error);
      if (translated instanceof StoreUnavailable && !isAnswer(error)) broken = translated;
      throw translated;
    });
  };
  return {
    query: query as unknown as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy || broken !== undefined),
  };
}

/** Tells whether the server itself answered with this error, so that the connection is still good. */
function isAnswer(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, read-only (a standby), login, no such
// database, rolled back (deadlock), out of resources, shut down by an operator, system error.
const unavailable = /^(08|25006|28|3D|40|53|57|58)/;

function translate(error: unknown): unknown {
  if (error instanceof TypeError || (isAnswer(error) && !unavailable.test(error.code ?? ""))) return error;
  const { message, code } = error as { message?: string; code?: string };
  return new StoreUnavailable(`PostgreSQL cannot be used now: ${message || code}`, { cause: error });
}

function rethrow(error: unknown): never {
  throw translate(error);
}
