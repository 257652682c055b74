import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import { addMilliseconds, type Instant } from "../lib/time.ts";
import type { Lease, Next, WorkItem } from "../record/ports.ts";
import type { Db, Tables, Trx } from "./schema/tables.ts";

type Claim = { now: Instant; leaseMs: number; owner: string; limit: number };

/** Leases the streams longest due; see `Store.claimDue`. */
export async function claimDue(db: Db, claim: Claim): Promise<WorkItem[]> {
  const due = await db
    .selectFrom("work")
    .select("stream")
    .where(isDue(claim))
    .where("lease_owner", "is", null)
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

/** The clocks of two replicas differ by this much without anything being wrong. */
const clockSkewMs = 2_000;

/** What was said by a clock ahead of ours may lie ahead by hours more than it was meant to. */
function isDue({ now }: Claim) {
  const ahead = addMilliseconds(now, clockSkewMs);
  return (row: ExpressionBuilder<Tables, "work">): Expression<SqlBool> =>
    row.and([row("due_at", "is not", null), row.or([row("due_at", "<=", now), row("said_at", ">", ahead)])]);
}

async function claimOne(trx: Trx, stream: string, claim: Claim): Promise<WorkItem[]> {
  const { now, leaseMs, owner } = claim;
  // Keep both conditions: between our look and this update another process may have claimed or settled the row.
  return trx
    .updateTable("work")
    .set({ lease_until: addMilliseconds(now, leaseMs), lease_owner: owner })
    .where("stream", "=", stream)
    .where(isDue(claim))
    .where("lease_owner", "is", null)
    .returning(["stream", "kind", "generation", "attempts"])
    .execute();
}

/** All leases that are held. */
export async function leases(db: Db): Promise<Lease[]> {
  const rows = await db
    .selectFrom("work")
    .select(["stream", "lease_owner", "lease_until"])
    // What is worked on is due, and an index holds what is due.
    .where("due_at", "is not", null)
    .where("lease_owner", "is not", null)
    .execute();
  return rows.map(({ stream, lease_owner, lease_until }) => ({
    stream,
    owner: lease_owner!,
    until: lease_until!,
  }));
}

/** Frees a stream whose holder died; see `Store.breakLease`. */
export async function breakLease(db: Db, { stream, owner, until }: Lease): Promise<void> {
  await db
    .updateTable("work")
    .set({ lease_until: null, lease_owner: null })
    .where("stream", "=", stream)
    .where("lease_owner", "=", owner)
    .where("lease_until", "=", until)
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
export async function settle(db: Db, item: WorkItem, owner: string, next: Next): Promise<void> {
  await db
    .updateTable("work")
    .set({
      // A new generation means events that the pass may not have seen: the row keeps the moment they made it due.
      due_at: sql`case when generation = ${item.generation} then ${next.dueAt} else due_at end`,
      said_at: sql`case when generation = ${item.generation} then ${next.at} else said_at end`,
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
      said_at: now,
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
