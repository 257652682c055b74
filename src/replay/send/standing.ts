import { isAccepted, isInDoubt, isRefused, type Plan } from "../plan/plan.ts";
import type { Standing } from "../tell/send-text.ts";

/** How a plan stands over all its runs. */
export function standingOf({ database, header }: Plan): Standing {
  const counted = database.prepare(`
    SELECT count(*) FILTER (WHERE ${isAccepted}) AS accepted, count(*) FILTER (WHERE ${isRefused}) AS refused,
      count(*) FILTER (WHERE ${isInDoubt}) AS doubt
    FROM row LEFT JOIN sent USING (n)
  `);
  const { accepted, refused, doubt } = counted.get() as { accepted: number; refused: number; doubt: number };
  const planned = header.counts.send + header.counts.in_doubt;
  return { planned, accepted, refused, inDoubt: doubt, open: planned - accepted - refused - doubt };
}

/** Rows that were tried at least once, in any run. */
export function triedRows({ database }: Plan): number {
  return (database.prepare("SELECT count(*) AS count FROM sent").get() as { count: number }).count;
}

/** When the first and the last row were accepted, in milliseconds since 1970; undefined when none was. */
export function acceptedBetween({ database }: Plan): { first: number; last: number } | undefined {
  const found = database
    .prepare(`SELECT min(at) AS first, max(at) AS last FROM sent WHERE ${isAccepted}`)
    .get();
  const { first, last } = found as { first: number | null; last: number | null };
  return first === null || last === null ? undefined : { first, last };
}
