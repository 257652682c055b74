import type { Delivery } from "../record/ports.ts";
import type { Db } from "./schema/tables.ts";

/** What was delivered of a stream, slot by slot. */
export async function loadDeliveries(db: Db, stream: string): Promise<Delivery[]> {
  const rows = await db
    .selectFrom("deliveries")
    .selectAll()
    .where("stream", "=", stream)
    .orderBy("slot")
    .execute();
  return rows.map(({ slot, state, fingerprint, ref, error, attempts, updated_at }) => ({
    slot,
    state,
    fingerprint,
    ref: JSON.parse(ref) as Delivery["ref"],
    ...(error === null ? {} : { error }),
    attempts,
    updatedAt: updated_at,
  }));
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
