import { sql } from "kysely";
import type { Instant } from "../lib/time.ts";
import type { Looked, LookStore, SampleRow, TargetRow } from "../record/look-store.ts";
import type { Db, Trx } from "./schema/tables.ts";
import { readValue, writeValue } from "./settings.ts";

const lookedKey = "monitor.looked";

/** Both databases take some thousand values in a statement; a row here has five. */
const rowsAtOnce = 500;

/** Keeps looks beside the record; see `LookStore`. */
export function createLookStore(db: Db): LookStore {
  return {
    keepLooks: (round) =>
      db.transaction().execute(async (trx) => {
        await insertSamples(trx, round.samples);
        await writeTargets(trx, round.targets);
        for (const target of round.gone ?? [])
          await trx.deleteFrom("targets").where("target", "=", target).execute();
        if (round.looked) await writeValue(trx, lookedKey, JSON.stringify(round.looked));
      }),
    async looked() {
      const value = await readValue(db, lookedKey);
      return value === undefined ? undefined : (JSON.parse(value) as Looked);
    },
    async targets() {
      const rows = await db.selectFrom("targets").selectAll().orderBy("target").execute();
      return rows.map(({ target, body }) => ({ target, body: JSON.parse(body) as object }));
    },
    samples: (query) => listSamples(db, query),
    forgetSamples: (before) => forgetSamples(db, before),
  };
}

async function insertSamples(trx: Trx, samples: readonly SampleRow[]): Promise<void> {
  for (let i = 0; i < samples.length; i += rowsAtOnce) {
    await trx
      .insertInto("samples")
      .values(samples.slice(i, i + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function writeTargets(trx: Trx, targets: readonly TargetRow[]): Promise<void> {
  for (let i = 0; i < targets.length; i += rowsAtOnce) {
    const rows = targets.slice(i, i + rowsAtOnce);
    await trx
      .insertInto("targets")
      .values(rows.map(({ target, body }) => ({ target, body: JSON.stringify(body) })))
      .onConflict((conflict) => conflict.column("target").doUpdateSet({ body: sql`excluded.body` }))
      .execute();
  }
}

async function listSamples(
  db: Db,
  { target, since, limit = 10_000 }: Parameters<LookStore["samples"]>[0],
): Promise<SampleRow[]> {
  let query = db.selectFrom("samples").selectAll().where("target", "=", target);
  if (since !== undefined) {
    query = query.where(({ eb, selectFrom }) =>
      eb(
        "at",
        ">=",
        sql<Instant>`coalesce((${selectFrom("samples")
          .select(({ fn }) => fn.max("at").as("at"))
          .where("target", "=", target)
          .where("at", "<=", since)}), ${since})`,
      ),
    );
  }
  const newest = await query.orderBy("at", "desc").limit(limit).execute();
  return newest.reverse();
}

async function forgetSamples(db: Db, before: Instant): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("samples")
    .where("at", "<", before)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("samples as later")
          .select("later.at")
          .whereRef("later.target", "=", "samples.target")
          .whereRef("later.at", ">", "samples.at"),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
