import type { Selectable } from "kysely";
import type { Actor } from "../lib/actor.ts";
import type { Recorded } from "../record/decider.ts";
import type { StoredEvent } from "../record/ports.ts";
import { compiledOnce } from "./compiled.ts";
import type { Db, Tables } from "./schema/tables.ts";
import { type Upcasters, upcast } from "./schema/upcast.ts";
import { rememberNumber } from "./summaries.ts";

const columns = ["version", "format", "at", "by", "body"] as const;
type EventRow = Pick<Selectable<Tables["events"]>, (typeof columns)[number]>;

/** Reads rows one after another; what the same actor did refers to one and the same. */
function createReadEvent(upcasters: Upcasters): (row: EventRow) => Recorded<StoredEvent> {
  const actors = new Map<string, Actor>();
  return ({ version, format, at, by: json, body }) => {
    const by = actors.get(json) ?? (JSON.parse(json) as Actor);
    actors.set(json, by);
    return { version, at, by, event: upcast(upcasters, JSON.parse(body) as StoredEvent, format) };
  };
}

/** The stream's events after the version given, in order. */
export async function loadStream(
  db: Db,
  upcasters: Upcasters,
  stream: string,
  afterVersion: number,
): Promise<Recorded<StoredEvent>[]> {
  const { rows } = await eventsAfter(db, { stream, afterVersion });
  return rows.map(createReadEvent(upcasters));
}

const eventsAfter = compiledOnce((db, { stream, afterVersion }: { stream: string; afterVersion: number }) =>
  db
    .selectFrom("events")
    .select(columns)
    .where("stream", "=", stream)
    .where("version", ">", afterVersion)
    .orderBy("version"),
);

/** Removes a stream and all that belongs to it. */
export async function deleteStream(db: Db, stream: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await rememberNumber(trx);
    for (const table of ["receipts", "summaries", "events", "work", "deliveries"] as const) {
      await trx.deleteFrom(table).where("stream", "=", stream).execute();
    }
  });
}
