import { isInDoubt, isPlanned, isRefused, type Plan, type SendState, sendStates } from "../plan/plan.ts";

/** The record of what was sent, on disk before each call returns. */
export type Ledger = {
  note(n: number, state: SendState, status: number | null, at: number): void;
  /** The digest a row's body had when it was planned. */
  bodyDigest(n: number): Buffer;
};

/** The ledger of an open plan. */
export function openLedger({ database }: Plan): Ledger {
  const upsert = database.prepare(`
    INSERT INTO sent (n, state, status, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET state = excluded.state, status = excluded.status, at = excluded.at
  `);
  const body = database.prepare("SELECT body FROM row WHERE n = ?");
  return {
    note: (n, state, status, at) => void upsert.run(n, sendStates.indexOf(state), status, at),
    bodyDigest: (n) => Buffer.from((body.get(n) as { body: Uint8Array }).body),
  };
}

/**
 * Which rows are still to be sent, as 1 at their number: those planned and never tried, or refused; with `inDoubt`
 * also those of which nobody knows.
 */
export function rowsToSend(
  { database, header }: Plan,
  inDoubt: boolean,
): { wanted: Uint8Array; count: number } {
  const total = Object.values(header.counts).reduce((sum, count) => sum + count, 0);
  const wanted = new Uint8Array(total);
  const condition = `(${isPlanned} AND sent.state IS NULL) OR ${isRefused} ${inDoubt ? `OR ${isInDoubt}` : ""}`;
  const found = database.prepare(`SELECT n FROM row LEFT JOIN sent USING (n) WHERE ${condition}`).iterate();
  let count = 0;
  for (const { n } of found) {
    wanted[n as number] = 1;
    count++;
  }
  return { wanted, count };
}

/** Keeps a word about the plan ("ramp"), or reads it. */
export function noteAbout(plan: Plan, name: string, value: string): void {
  plan.database.prepare("INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)").run(name, value);
}

/** What was kept under a name, or undefined. */
export function noteOf(plan: Plan, name: string): string | undefined {
  const found = plan.database.prepare("SELECT value FROM note WHERE name = ?").get(name);
  return found?.value as string | undefined;
}
