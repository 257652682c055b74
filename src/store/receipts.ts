import type { Instant } from "../lib/time.ts";
import type { Db } from "./schema/tables.ts";

/** The stream on which a request was carried out, if it was. */
export async function findReceipt(db: Db, receipt: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("receipts")
    .select("stream")
    .where("receipt", "=", receipt)
    .executeTakeFirst();
  return row?.stream;
}

/** Removes receipts older than `before`; returns how many. */
export async function forgetReceipts(db: Db, before: Instant): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("receipts").where("at", "<", before).executeTakeFirst();
  return Number(numDeletedRows);
}
