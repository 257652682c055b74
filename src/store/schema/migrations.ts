import { type Kysely, type RawBuilder, type SchemaModule, sql } from "kysely";

/** One step of the schema. Runs in a transaction; never changed once released, only followed by another. */
export type Migration = (db: Kysely<unknown>, text: RawBuilder<unknown>) => Promise<void>;

/** The steps in order; the schema's version is how many of them have run. */
export const migrations: readonly Migration[] = [
  createTables,
  markOpenItems,
  markWhenSaid,
  dropEventsByTime,
  createSamples,
];

async function createTables({ schema }: Kysely<unknown>, text: RawBuilder<unknown>): Promise<void> {
  await createEvents(schema, text);
  await createSummaries(schema, text);
  await createWork(schema, text);
  await createDeliveries(schema, text);
  await createReceipts(schema, text);
  await createSettings(schema, text);
}

type Create = (schema: SchemaModule, text: RawBuilder<unknown>) => Promise<void>;

const createEvents: Create = async (schema, text) => {
  await schema
    .createTable("events")
    .addColumn("stream", text, (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("kind", text, (c) => c.notNull())
    .addColumn("type", text, (c) => c.notNull())
    .addColumn("format", "integer", (c) => c.notNull())
    .addColumn("at", text, (c) => c.notNull())
    .addColumn("by", text, (c) => c.notNull())
    .addColumn("body", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("events_key", ["stream", "version"])
    .execute();
  await schema
    .createIndex("events_by_time")
    .on("events")
    .columns(["kind", "at", "stream", "version"])
    .execute();
};

const createSummaries: Create = async (schema, text) => {
  await schema
    .createTable("summaries")
    .addColumn("stream", text, (c) => c.primaryKey().notNull())
    .addColumn("kind", text, (c) => c.notNull())
    .addColumn("version", "integer", (c) => c.notNull())
    .addColumn("number", "integer")
    .addColumn("open", "integer", (c) => c.notNull())
    .addColumn("channel_id", text)
    .addColumn("started_at", text, (c) => c.notNull())
    .addColumn("body", text, (c) => c.notNull())
    .execute();
  const list = ["started_at", "stream"];
  await schema
    .createIndex("summaries_by_start")
    .on("summaries")
    .columns(["kind", ...list])
    .execute();
  await schema
    .createIndex("summaries_open")
    .on("summaries")
    .columns(["kind", "open", ...list])
    .execute();
  await schema
    .createIndex("summaries_by_channel")
    .on("summaries")
    .columns(["channel_id", ...list])
    .execute();
  await schema.createIndex("summaries_by_number").on("summaries").column("number").execute();
};

const createWork: Create = async (schema, text) => {
  await schema
    .createTable("work")
    .addColumn("stream", text, (c) => c.primaryKey().notNull())
    .addColumn("kind", text, (c) => c.notNull())
    .addColumn("due_at", text)
    .addColumn("lease_until", text)
    .addColumn("lease_owner", text)
    .addColumn("generation", "integer", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .execute();
  // Most streams are done and never due again: the index holds only those that are.
  await schema
    .createIndex("work_by_due")
    .on("work")
    .column("due_at")
    .where("due_at", "is not", null)
    .execute();
};

const createDeliveries: Create = async (schema, text) => {
  await schema
    .createTable("deliveries")
    .addColumn("stream", text, (c) => c.notNull())
    .addColumn("slot", text, (c) => c.notNull())
    .addColumn("state", text, (c) => c.notNull())
    .addColumn("fingerprint", text, (c) => c.notNull())
    .addColumn("ref", text, (c) => c.notNull())
    .addColumn("error", text)
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("updated_at", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("deliveries_key", ["stream", "slot"])
    .execute();
};

const createReceipts: Create = async (schema, text) => {
  await schema
    .createTable("receipts")
    .addColumn("receipt", text, (c) => c.primaryKey().notNull())
    .addColumn("stream", text, (c) => c.notNull())
    .addColumn("at", text, (c) => c.notNull())
    .execute();
  await schema.createIndex("receipts_by_time").on("receipts").column("at").execute();
};

const createSettings: Create = async (schema, text) => {
  await schema
    .createTable("settings")
    .addColumn("key", text, (c) => c.primaryKey().notNull())
    .addColumn("value", text, (c) => c.notNull())
    .execute();
};

/** People's action items are looked up among all incidents, of which few have any that are open. */
async function markOpenItems(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("summaries")
    .addColumn("open_items", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`update summaries set open_items = 1 where body like '%"openItems":[{%'`.execute(db);
  await db.schema
    .createIndex("summaries_with_open_items")
    .on("summaries")
    .columns(["kind", "open_items", "started_at", "stream"])
    .execute();
}

/** A due moment far ahead is meant so, or was written by a clock that was ahead: the difference has to be told. */
async function markWhenSaid({ schema }: Kysely<unknown>, text: RawBuilder<unknown>): Promise<void> {
  await schema.alterTable("work").addColumn("said_at", text).execute();
}

/** Nothing reads all events in order of time any more; the index made each append write more. */
async function dropEventsByTime({ schema }: Kysely<unknown>): Promise<void> {
  await schema.dropIndex("events_by_time").execute();
}

/** Looks of monitoring stand beside the record: they are many, and what follows from them is in it. */
async function createSamples({ schema }: Kysely<unknown>, text: RawBuilder<unknown>): Promise<void> {
  await schema
    .createTable("samples")
    .addColumn("target", text, (c) => c.notNull())
    .addColumn("at", text, (c) => c.notNull())
    .addColumn("outcome", text, (c) => c.notNull())
    .addColumn("code", text, (c) => c.notNull())
    .addColumn("value", "double precision")
    .addPrimaryKeyConstraint("samples_key", ["target", "at"])
    .execute();
  await schema.createIndex("samples_by_time").on("samples").column("at").execute();
  await schema
    .createTable("targets")
    .addColumn("target", text, (c) => c.primaryKey().notNull())
    .addColumn("body", text, (c) => c.notNull())
    .execute();
}
