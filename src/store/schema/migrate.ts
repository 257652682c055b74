import { type Kysely, sql } from "kysely";
import { type Migration, migrations } from "./migrations.ts";
import type { Database } from "./tables.ts";

type Versioned = { schema_version: { version: number } };

/**
 * Brings the schema to the newest version, one process at a time and all or nothing. Throws on a schema newer than
 * this program; the older processes of a rolling upgrade go on, but none starts anew.
 */
export async function migrate(
  { db, text, lockSchema }: Database,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockSchema(trx);
    const versioned = trx as unknown as Kysely<Versioned>;
    const found = await schemaVersion(versioned);
    if (found > steps.length) throw new Error(tooNew(found, steps.length));
    for (const step of steps.slice(found)) await step(trx as unknown as Kysely<unknown>, text);
    if (found < steps.length)
      await versioned.updateTable("schema_version").set({ version: steps.length }).execute();
  });
}

async function schemaVersion(db: Kysely<Versioned>): Promise<number> {
  await db.schema.createTable("schema_version").ifNotExists().addColumn("version", "integer").execute();
  await sql`insert into schema_version select 0 where not exists (select * from schema_version)`.execute(db);
  return (await db.selectFrom("schema_version").select("version").executeTakeFirstOrThrow()).version;
}

function tooNew(found: number, known: number): string {
  return (
    `The database has schema version ${found}; this clay-incident knows versions up to ${known}. ` +
    "Start the newer clay-incident that wrote it, or restore the backup made before the upgrade."
  );
}
