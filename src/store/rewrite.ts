import { system } from "../lib/actor.ts";
import type { Rewrite } from "../record/ports.ts";
import { makeDue } from "./append.ts";
import type { Db, Trx } from "./schema/tables.ts";

/** Rewrites a stream in one transaction; see `Store.rewrite`. */
export async function rewrite(db: Db, stream: string, { now, replace }: Rewrite): Promise<boolean> {
  try {
    return await db.transaction().execute(async (trx) => {
      // First of all, so that an append meanwhile finds another version than it expected.
      const summary = await trx
        .updateTable("summaries")
        .set(({ eb }) => ({ version: eb("version", "+", 1) }))
        .where("stream", "=", stream)
        .returning(["version", "kind", "body"])
        .executeTakeFirst();
      if (!summary) return false;
      const inJson = (json: string) => JSON.stringify(replace(JSON.parse(json)) ?? null);
      const changes = [
        await rewriteSummary(trx, stream, summary.body, inJson),
        await rewriteEvents(trx, stream, inJson),
        await rewriteDeliveries(trx, stream, inJson),
        await forgetRewritten(trx, stream, inJson),
      ];
      if (!changes.includes(true)) throw new Unchanged();
      const { kind, version } = summary;
      const event = { type: "record.rewritten" };
      await trx
        .insertInto("events")
        .values({
          ...{ stream, version, kind, type: event.type, format: 1, at: now },
          ...{ by: JSON.stringify(system), body: JSON.stringify(event) },
        })
        .execute();
      await makeDue(trx, { stream, kind, dueAt: now, at: now });
      return true;
    });
  } catch (error) {
    if (error instanceof Unchanged) return false;
    throw error;
  }
}

/** Thrown to roll back: a stream in which nothing changes keeps its version. */
class Unchanged extends Error {}

type InJson = (json: string) => string;

async function rewriteSummary(trx: Trx, stream: string, before: string, inJson: InJson): Promise<boolean> {
  const body = inJson(before);
  await trx.updateTable("summaries").set({ body }).where("stream", "=", stream).execute();
  return body !== before;
}

async function rewriteEvents(trx: Trx, stream: string, inJson: InJson): Promise<boolean> {
  const rows = await trx
    .selectFrom("events")
    .select(["version", "by", "body"])
    .where("stream", "=", stream)
    .execute();
  let changed = false;
  for (const row of rows) {
    const after = { by: inJson(row.by), body: inJson(row.body) };
    if (after.by === row.by && after.body === row.body) continue;
    changed = true;
    await trx
      .updateTable("events")
      .set(after)
      .where("stream", "=", stream)
      .where("version", "=", row.version)
      .execute();
  }
  return changed;
}

/** What was delivered under a name that changes went to what is now gone. */
async function rewriteDeliveries(trx: Trx, stream: string, inJson: InJson): Promise<boolean> {
  const rows = await trx.selectFrom("deliveries").selectAll().where("stream", "=", stream).execute();
  let changed = false;
  for (const row of rows) {
    const { slot } = row;
    const after = { ...row, ref: inJson(row.ref), error: row.error && inText(row.error) };
    const isGone = inText(slot) !== slot;
    if (!isGone && after.ref === row.ref && after.error === row.error) continue;
    changed = true;
    await trx.deleteFrom("deliveries").where("stream", "=", stream).where("slot", "=", slot).execute();
    if (!isGone) await trx.insertInto("deliveries").values(after).execute();
  }
  return changed;

  function inText(text: string): string | null {
    return JSON.parse(inJson(JSON.stringify(text)));
  }
}

/** A receipt tells a repeated request from a new one, which it need not after a while. */
async function forgetRewritten(trx: Trx, stream: string, inJson: InJson): Promise<boolean> {
  const rows = await trx.selectFrom("receipts").select("receipt").where("stream", "=", stream).execute();
  const gone = rows.filter(({ receipt }) => inJson(JSON.stringify(receipt)) !== JSON.stringify(receipt));
  for (const { receipt } of gone) await trx.deleteFrom("receipts").where("receipt", "=", receipt).execute();
  return gone.length > 0;
}

/** Applies the replacement to every value kept across restarts; a key that changes goes with its value. */
export async function rewriteValues(db: Db, replace: Rewrite["replace"]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { key, value } of await trx.selectFrom("settings").selectAll().execute()) {
      const after = replace(value);
      const isGone = replace(key) !== key || typeof after !== "string";
      if (isGone) await trx.deleteFrom("settings").where("key", "=", key).execute();
      else if (after !== value)
        await trx.updateTable("settings").set({ value: after }).where("key", "=", key).execute();
    }
  });
}
