import type { Selectable } from "kysely";
import type { Instant } from "../lib/time.ts";
import type { RecordSummary, SummaryQuery } from "../record/ports.ts";
import type { Db, Tables, Trx } from "./schema/tables.ts";

const defaultLimit = 50;
const highestDeletedKey = "highest deleted number";

/** The row of a summary; `body` holds all of it, the columns what lists filter by. */
export function summaryRow(summary: RecordSummary, version: number): Tables["summaries"] {
  return {
    stream: summary.stream,
    kind: summary.kind,
    version,
    number: summary.number,
    open: summary.open ? 1 : 0,
    channel_id: summary.channelId,
    started_at: summary.startedAt,
    open_items: hasOpenItems(summary) ? 1 : 0,
    body: JSON.stringify(summary),
  };
}

function hasOpenItems({ extra }: RecordSummary): boolean {
  return Array.isArray(extra.openItems) && extra.openItems.length > 0;
}

function readSummary<S extends RecordSummary>({ body }: Pick<Selectable<Tables["summaries"]>, "body">): S {
  return JSON.parse(body) as S;
}

/** Newest first; see `SummaryQuery`. */
export async function listSummaries<S extends RecordSummary>(db: Db, wanted: SummaryQuery): Promise<S[]> {
  let query = db.selectFrom("summaries").select("body").where("kind", "=", wanted.kind);
  if (wanted.open !== undefined) query = query.where("open", "=", wanted.open ? 1 : 0);
  if (wanted.channelId !== undefined) query = query.where("channel_id", "=", wanted.channelId);
  if (wanted.startedAfter !== undefined) query = query.where("started_at", ">", wanted.startedAfter);
  if (wanted.startedBefore !== undefined) query = query.where("started_at", "<", wanted.startedBefore);
  if (wanted.withOpenItems) query = query.where("open_items", "=", 1);
  const newest = query.orderBy("started_at", "desc").orderBy("stream", "desc");
  const rows = await newest.limit(wanted.limit ?? defaultLimit).execute();
  return rows.map((row) => readSummary<S>(row));
}

/** The versions of records of a kind; see `Store.versions`. */
export function listVersions(
  db: Db,
  kind: string,
  startedFrom: Instant,
): Promise<{ stream: string; version: number }[]> {
  return db
    .selectFrom("summaries")
    .select(["stream", "version"])
    .where("kind", "=", kind)
    .where("started_at", ">=", startedFrom)
    .orderBy("started_at", "desc")
    .orderBy("stream", "desc")
    .execute();
}

/** The summary of one stream. */
export async function findSummary<S extends RecordSummary>(db: Db, stream: string): Promise<S | undefined> {
  const row = await db.selectFrom("summaries").select("body").where("stream", "=", stream).executeTakeFirst();
  return row && readSummary<S>(row);
}

/** The highest number ever given out, also when its stream was deleted since. */
export async function highestNumber(db: Db): Promise<number> {
  const highest = await db
    .selectFrom("summaries")
    .select(db.fn.max("number").as("number"))
    .executeTakeFirst();
  const deleted = await db
    .selectFrom("settings")
    .select("value")
    .where("key", "=", highestDeletedKey)
    .executeTakeFirst();
  return Math.max(highest?.number ?? 0, Number(deleted?.value ?? 0));
}

/** Call before the summary is deleted: no later incident may be given a number that was in use. */
export async function rememberNumber(trx: Trx): Promise<void> {
  const value = String(await highestNumber(trx));
  await trx
    .insertInto("settings")
    .values({ key: highestDeletedKey, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}
