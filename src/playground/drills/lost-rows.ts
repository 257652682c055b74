/** What a drill needs to bring lost rows back, by whoever has the real tool. */
export type Replay = {
  /** The file of rows the sender could not deliver, one request a line. */
  file: string;
  /** What to type in a terminal, line by line: it plans, then sends. */
  commands: string[];
  /** Types that in the person's stead. Rejects when it could not be done. */
  run(): Promise<void>;
};

/** How many rows were refused while the webhook was at its limit. */
export const lostRows = 24;

/**
 * The sender's own log of the rows Clay refused: NDJSON as `replay --preset log` reads it. Every third row was tried
 * twice, as senders do. `from` is when it began.
 */
export function lostRowsLog(from: Date): string {
  const rows = Array.from({ length: lostRows }, (_, index) => ({
    at: new Date(from.getTime() + index * 60_000).toISOString(),
    status: 403,
    body: { email: emailOf(index), company: `company-${index}.example` },
  }));
  const tried = rows.flatMap((row, index) => (index % 3 === 0 ? [row, row] : [row]));
  return tried.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** Tells whether every row that was lost is in the table, once. */
export function allAreBack(rows: readonly string[]): boolean {
  const emails = rows.map((body) => (JSON.parse(body) as { email?: unknown } | null)?.email);
  return Array.from({ length: lostRows }, (_, index) => emailOf(index)).every(
    (email) => emails.filter((other) => other === email).length === 1,
  );
}

function emailOf(index: number): string {
  return `lead-${index + 1}@company-${index}.example`;
}
