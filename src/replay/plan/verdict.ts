/** What becomes of a row. The order is that of the numbers in the plan's file: add at the end. */
export const verdicts = [
  "send",
  "in_doubt",
  "accepted",
  "accepted_elsewhere",
  "duplicate",
  "in_table",
  "outside_window",
  "no_time",
  "no_zone",
  "no_key",
  "no_body",
  "array",
  "no_object",
  "too_large",
  "too_long",
  "not_json",
  "not_utf8",
  "wrong_cells",
  "torn",
  "forgotten",
] as const;

export type Verdict = (typeof verdicts)[number];

/** The number a verdict has in the plan's file. */
export const codeOf = Object.fromEntries(verdicts.map((verdict, code) => [verdict, code])) as Record<
  Verdict,
  number
>;

/** How many rows have which verdict. Together they are all rows that were read. */
export type Counts = Record<Verdict, number>;

/** Counts with nothing counted yet. */
export function noCounts(): Counts {
  return Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Counts;
}

/** All rows that were read. */
export function rowsRead(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Rows that are neither sent nor in doubt. */
export function leftOut(counts: Counts): number {
  return rowsRead(counts) - counts.send - counts.in_doubt;
}
