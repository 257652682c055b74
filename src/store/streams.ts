import type { Selectable } from "kysely";
import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";
import type { StoredEvent, StreamKind } from "../record/ports.ts";
import { compiledOnce } from "./compiled.ts";
import type { Db, Tables } from "./schema/tables.ts";
import { type Upcasters, upcast } from "./schema/upcast.ts";
import { rememberNumber } from "./summaries.ts";

const pageSize = 500;
const columns = ["stream", "version", "format", "at", "by", "body"] as const;
type EventRow = Pick<Selectable<Tables["events"]>, (typeof columns)[number]>;

function readEvent(upcasters: Upcasters, row: EventRow): Recorded<StoredEvent> {
  const by = JSON.parse(row.by) as Actor;
  const event = upcast(upcasters, JSON.parse(row.body) as StoredEvent, row.format);
  return { version: row.version, at: row.at, by, event };
}

/** The stream's events after the version given, in order. */
export async function loadStream(
  db: Db,
  upcasters: Upcasters,
  stream: string,
  afterVersion: number,
): Promise<Recorded<StoredEvent>[]> {
  const { rows } = await eventsAfter(db, { stream, afterVersion });
  return rows.map((row) => readEvent(upcasters, row));
}

const eventsAfter = compiledOnce((db, { stream, afterVersion }: { stream: string; afterVersion: number }) =>
  db
    .selectFrom("events")
    .select(columns)
    .where("stream", "=", stream)
    .where("version", ">", afterVersion)
    .orderBy("version"),
);

/** Every event of a kind in order of time, read page by page so that a long history needs little memory. */
export async function* readAll(
  db: Db,
  upcasters: Upcasters,
  kind: StreamKind,
  since: Instant = "",
): AsyncIterable<{ stream: string; recorded: Recorded<StoredEvent> }> {
  let last = { at: since, stream: "", version: 0 };
  while (true) {
    const rows = await pageAfter(db, kind, last);
    for (const row of rows) yield { stream: row.stream, recorded: readEvent(upcasters, row) };
    const end = rows.at(-1);
    if (!end || rows.length < pageSize) return;
    last = end;
  }
}

type Place = { at: string; stream: string; version: number };

function pageAfter(db: Db, kind: StreamKind, last: Place): Promise<EventRow[]> {
  return db
    .selectFrom("events")
    .select(columns)
    .where("kind", "=", kind)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple("at", "stream", "version"), ">", tuple(last.at, last.stream, last.version)),
    )
    .orderBy("at")
    .orderBy("stream")
    .orderBy("version")
    .limit(pageSize)
    .execute();
}

/** Removes a stream and all that belongs to it. */
export async function deleteStream(db: Db, stream: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await rememberNumber(trx);
    for (const table of ["receipts", "summaries", "events", "work", "deliveries"] as const) {
      await trx.deleteFrom(table).where("stream", "=", stream).execute();
    }
  });
}
