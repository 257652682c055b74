/** What an incident cost in Clay credits, with what the figure rests on. */
export type CreditsLost =
  | { kind: "unknown" }
  | { kind: "stated"; credits: number }
  | { kind: "rows"; rows: number; creditsPerRow: number }
  | { kind: "balances"; before: number; after: number };

/** The figure; null when unknown. */
export function creditsLostTotal(lost: CreditsLost): number | null {
  switch (lost.kind) {
    case "unknown":
      return null;
    case "stated":
      return lost.credits;
    case "rows":
      return round(lost.rows * lost.creditsPerRow);
    case "balances":
      return Math.max(0, round(lost.before - lost.after));
  }
}

/** The figure with its arithmetic: "3,660 (1,830 rows × 2 credits)". */
export function creditsLostText(lost: CreditsLost): string {
  const total = creditsLostTotal(lost);
  if (total === null) return "Unknown";
  if (lost.kind === "rows")
    return `${number(total)} (${number(lost.rows)} rows × ${number(lost.creditsPerRow)} credits)`;
  if (lost.kind === "balances")
    return `${number(total)} (balance ${number(lost.before)} before, ${number(lost.after)} after)`;
  return number(total);
}

// Clay charges fractions of a credit; two places keep 0.1 × 3 from showing as 0.30000000000000004.
function round(credits: number): number {
  return Math.round(credits * 100) / 100;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
