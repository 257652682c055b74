import type { Selectable } from "kysely";
import type { Delivery } from "../record/ports.ts";
import type { Db, Tables } from "./schema/tables.ts";

/** What was delivered of a stream, slot by slot. */
export async function loadDeliveries(db: Db, stream: string): Promise<Delivery[]> {
  const rows = await db
    .selectFrom("deliveries")
    .selectAll()
    .where("stream", "=", stream)
    .orderBy("slot")
    .execute();
  return rows.map(readDelivery);
}

function readDelivery(row: Selectable<Tables["deliveries"]>): Delivery {
  const { slot, state, fingerprint, ref, error, attempts, updated_at: updatedAt } = row;
  const known = { slot, state, fingerprint, ref: JSON.parse(ref) as Delivery["ref"], attempts, updatedAt };
  return error === null ? known : { ...known, error };
}

/** What was delivered as a message, of open records; see `Store.deliveredAs`. */
export async function findDeliveredAs(
  db: Db,
  kind: string,
  { channel, ts }: { channel: string; ts: string },
): Promise<{ stream: string; delivery: Delivery }[]> {
  const open = db.selectFrom("summaries").select("stream").where("kind", "=", kind).where("open", "=", 1);
  const rows = await db
    .selectFrom("deliveries")
    .selectAll()
    .where("stream", "in", open)
    .where("ref", "like", `%${JSON.stringify(ts)}%`)
    .orderBy("stream")
    .orderBy("slot")
    .execute();
  return rows
    .map((row) => ({ stream: row.stream, delivery: readDelivery(row) }))
    .filter(({ delivery: { ref } }) => ref.ts === ts && ref.channel === channel);
}

/** Writes a slot's delivery over the one before. */
export async function saveDelivery(db: Db, stream: string, delivery: Delivery): Promise<void> {
  const { slot, state, fingerprint, ref, error = null, attempts, updatedAt } = delivery;
  const row = { state, fingerprint, ref: JSON.stringify(ref), error, attempts, updated_at: updatedAt };
  await db
    .insertInto("deliveries")
    .values({ stream, slot, ...row })
    .onConflict((conflict) => conflict.columns(["stream", "slot"]).doUpdateSet(row))
    .execute();
}
