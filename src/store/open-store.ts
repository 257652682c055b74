import { sql } from "kysely";
import type { RecordSummary, Store } from "../record/ports.ts";
import { append } from "./append.ts";
import { findDeliveredAs, loadDeliveries, saveDelivery } from "./deliveries.ts";
import { findReceipt, forgetReceipts } from "./receipts.ts";
import { rewrite, rewriteValues } from "./rewrite.ts";
import { createLookStore } from "./samples.ts";
import { migrate } from "./schema/migrate.ts";
import type { Database, Db } from "./schema/tables.ts";
import { upcasters as ours, type Upcasters } from "./schema/upcast.ts";
import { readValue, removeValue, writeValue } from "./settings.ts";
import { examineSqlite } from "./sqlite/examine.ts";
import { openSqlite } from "./sqlite/sqlite.ts";
import { deleteStream, loadStream } from "./streams.ts";
import { findSummary, highestNumber, listSummaries, listVersions } from "./summaries.ts";
import { breakLease, claimDue, leases, nextDueAt, poke, renewLease, settle } from "./work.ts";

/** Where the record is kept: PostgreSQL at `url` when there is one, else the SQLite file. */
export type StorePlace = { url?: string | undefined; file: string };

/**
 * Opens the store and brings its schema up to date. Rejects with StoreUnavailable when the database does not
 * answer, and with a plain error when its schema is newer than this program.
 */
export async function openStore<S extends RecordSummary = RecordSummary>(
  place: StorePlace,
  upcasters: Upcasters = ours,
): Promise<Store<S>> {
  const database = await openDatabase(place);
  try {
    await migrate(database);
  } catch (error) {
    await database.db.destroy();
    throw error;
  }
  return createStore<S>(database.db, upcasters, place);
}

/** Opens the database as it is, whatever its schema. */
export async function openDatabase({ url, file }: StorePlace): Promise<Database> {
  if (!url) return openSqlite(file);
  // Most bots have SQLite and need not load what speaks to PostgreSQL.
  const { openPostgres } = await import("./postgres.ts");
  return openPostgres(url);
}

function createStore<S extends RecordSummary>(
  db: Db,
  upcasters: Upcasters,
  { url, file }: StorePlace,
): Store<S> {
  return {
    load: (stream, afterVersion = 0) => loadStream(db, upcasters, stream, afterVersion),
    append: (change) => append(db, upcasters, change),
    findReceipt: (receipt) => findReceipt(db, receipt),
    summaries: (query) => listSummaries<S>(db, query),
    summary: (stream) => findSummary<S>(db, stream),
    versions: (kind, startedFrom) => listVersions(db, kind, startedFrom),
    highestNumber: () => highestNumber(db),

    claimDue: (claim) => claimDue(db, claim),
    renewLease: (item, owner, until) => renewLease(db, item, owner, until),
    leases: () => leases(db),
    breakLease: (lease) => breakLease(db, lease),
    settle: (item, owner, next) => settle(db, item, owner, next),
    poke: (stream, now) => poke(db, stream, now),
    nextDueAt: () => nextDueAt(db),

    deliveries: (stream) => loadDeliveries(db, stream),
    deliveredAs: (kind, message) => findDeliveredAs(db, kind, message),
    saveDelivery: (stream, delivery) => saveDelivery(db, stream, delivery),

    readValue: (key) => readValue(db, key),
    writeValue: (key, value) => writeValue(db, key, value),
    removeValue: (key) => removeValue(db, key),

    forgetReceipts: (before) => forgetReceipts(db, before),
    deleteStream: (stream) => deleteStream(db, stream),
    rewrite: (stream, change) => rewrite(db, stream, change),
    rewriteValues: (replace) => rewriteValues(db, replace),
    ...createLookStore(db),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    examine: async () => (url ? null : examineSqlite(file)),
    close: () => db.destroy(),
  };
}
