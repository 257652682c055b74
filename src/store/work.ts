import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { addMilliseconds, type Instant } from "../lib/time.ts";
import type { WorkItem } from "../record/ports.ts";
import type { Db, Tables, Trx } from "./schema/tables.ts";

type Claim = { now: Instant; leaseMs: number; owner: string; limit: number };

/** Leases the streams longest due; see `Store.claimDue`. */
export async function claimDue(db: Db, claim: Claim): Promise<WorkItem[]> {
  const due = await db
    .selectFrom("work")
    .select("stream")
    .where("due_at", "<=", claim.now)
    .where(isFree(claim))
    .orderBy("due_at")
    .limit(claim.limit)
    .execute();
  if (due.length === 0) return [];
  // In order of name: two processes that lock the same rows in different orders would wait for each other.
  const streams = due.map(({ stream }) => stream).sort();
  return db.transaction().execute(async (trx) => {
    const claimed: WorkItem[] = [];
    for (const stream of streams) claimed.push(...(await claimOne(trx, stream, claim)));
    return claimed;
  });
}

/** A lease that ends later than any given now was given while a clock was ahead that has been put right since. */
function isFree({ now, leaseMs }: Claim) {
  const ahead = addMilliseconds(now, 2 * leaseMs);
  return (row: ExpressionBuilder<Tables, "work">): Expression<SqlBool> =>
    row.or([row("lease_until", "is", null), row("lease_until", "<=", now), row("lease_until", ">", ahead)]);
}

async function claimOne(trx: Trx, stream: string, claim: Claim): Promise<WorkItem[]> {
  const { now, leaseMs, owner } = claim;
  // Keep both conditions: between our look and this update another process may have claimed or settled the row.
  return trx
    .updateTable("work")
    .set({ lease_until: addMilliseconds(now, leaseMs), lease_owner: owner })
    .where("stream", "=", stream)
    .where("due_at", "<=", now)
    .where(isFree(claim))
    .returning(["stream", "kind", "generation", "attempts"])
    .execute();
}

/** Extends a lease still held by `owner`. */
export async function renewLease(db: Db, item: WorkItem, owner: string, until: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("work")
    .set({ lease_until: until })
    .where("stream", "=", item.stream)
    .where("lease_owner", "=", owner)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives the lease back; does nothing when it was lost. */
export async function settle(
  db: Db,
  item: WorkItem,
  owner: string,
  next: { dueAt: Instant | null; attempts: number },
): Promise<void> {
  await db
    .updateTable("work")
    .set({
      // A new generation means events that the pass may not have seen: the row keeps the moment they made it due.
      due_at: sql`case when generation = ${item.generation} then ${next.dueAt} else due_at end`,
      lease_until: null,
      lease_owner: null,
      attempts: next.attempts,
    })
    .where("stream", "=", item.stream)
    .where("lease_owner", "=", owner)
    .execute();
}

/** Makes the stream due now, also when a pass is under way. */
export async function poke(db: Db, stream: string, now: Instant): Promise<void> {
  await db
    .updateTable("work")
    .set({
      due_at: sql`case when due_at < ${now} then due_at else ${now} end`,
      generation: sql`generation + 1`,
    })
    .where("stream", "=", stream)
    .execute();
}

/** When the next stream can be claimed: when it is due and its lease, if any, has run out. */
export async function nextDueAt(db: Db): Promise<Instant | null> {
  const row = await db
    .selectFrom("work")
    .select(
      sql<Instant | null>`min(case when lease_until > due_at then lease_until else due_at end)`.as("at"),
    )
    .where("due_at", "is not", null)
    .executeTakeFirst();
  return row?.at ?? null;
}
