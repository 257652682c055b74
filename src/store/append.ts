import { sql } from "kysely";
import { earliest, type Instant } from "../lib/time.ts";
import type { Append, AppendOutcome } from "../record/ports.ts";
import { compiledOnce } from "./compiled.ts";
import type { Db, Tables, Trx } from "./schema/tables.ts";
import { currentFormat, type Upcasters } from "./schema/upcast.ts";
import { summaryRow } from "./summaries.ts";

/** Appends in one transaction; see `Store.append`. */
export async function append(db: Db, upcasters: Upcasters, change: Append): Promise<AppendOutcome> {
  try {
    return await db.transaction().execute(async (trx) => {
      if (!(await keepReceipt(trx, change))) return "duplicate";
      if (!(await advance(trx, change))) throw new Conflict();
      await insertEvents(trx, upcasters, change);
      await makeDue(trx, { ...change, at: earliest(change.dueAt, change.events[0]?.at) });
      return "appended";
    });
  } catch (error) {
    if (error instanceof Conflict) return "conflict";
    throw error;
  }
}

/** Thrown to roll back: the receipt must not outlive a change that was not made. */
class Conflict extends Error {}

async function keepReceipt(trx: Trx, { receipt, stream, events }: Append): Promise<boolean> {
  if (receipt === undefined) return true;
  const { numAffectedRows } = await insertReceipt(trx, { receipt, stream, at: events[0]?.at ?? "" });
  return numAffectedRows === 1n;
}

const insertReceipt = compiledOnce((db, { receipt, stream, at }: Tables["receipts"]) =>
  db
    .insertInto("receipts")
    .values({ receipt, stream, at })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Moves the stream's version on and writes its summary. False when the stream is not at the version expected. */
async function advance(trx: Trx, { expectedVersion, events, summary }: Append): Promise<boolean> {
  const row = summaryRow(summary, expectedVersion + events.length);
  if (expectedVersion === 0) {
    const inserted = await trx
      .insertInto("summaries")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const { numAffectedRows } = await updateSummary(trx, { ...row, expectedVersion });
  return numAffectedRows === 1n;
}

// Number, kind and start are those of the first event: left alone, their indexes are not written again.
const updateSummary = compiledOnce((db, row: Tables["summaries"] & { expectedVersion: number }) =>
  db
    .updateTable("summaries")
    .set({
      version: row.version,
      body: row.body,
      open: row.open,
      channel_id: row.channel_id,
      open_items: row.open_items,
    })
    .where("stream", "=", row.stream)
    .where("version", "=", row.expectedVersion),
);

async function insertEvents(trx: Trx, upcasters: Upcasters, { stream, kind, events }: Append): Promise<void> {
  for (const { version, at, by, event } of events) {
    const format = currentFormat(upcasters, event.type);
    const row = { stream, version, kind, type: event.type, format, at };
    await insertEvent(trx, { ...row, by: JSON.stringify(by), body: JSON.stringify(event) });
  }
}

const insertEvent = compiledOnce(
  (db, { stream, version, kind, type, format, at, by, body }: Tables["events"]) =>
    db.insertInto("events").values({ stream, version, kind, type, format, at, by, body }),
);

type Due = Pick<Append, "stream" | "kind" | "dueAt"> & { at: Instant | null };

/** Makes a stream due, no later than it is already, as said at `at`; a pass under way is told that there is more to see. */
export const makeDue = compiledOnce((db, { stream, kind, dueAt, at }: Due) =>
  db
    .insertInto("work")
    .values({ stream, kind, due_at: dueAt, said_at: at, generation: 1, attempts: 0 })
    .onConflict((conflict) =>
      conflict.column("stream").doUpdateSet({
        due_at: sql`case when work.due_at is null or excluded.due_at < work.due_at
          then excluded.due_at else work.due_at end`,
        said_at: at,
        generation: sql`work.generation + 1`,
      }),
    ),
);
