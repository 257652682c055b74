import type { Watch } from "./state.ts";

/** What a watched figure is: a share in percent, a count of things, or anything else. */
type FigureKind = "share" | "count" | "any";

const counted =
  /^(credit|action|row|lead|record|email|error|call|request|submission|contact|cell|table|event|job|ticket)s?$|^(companies|people)$/i;

/** The kind, by the unit somebody gave it: "%" and "percent" are a share, "credits" and "rows" a count. */
export function figureKind({ unit, source }: Pick<Watch, "unit" | "source">): FigureKind {
  if (/^(%|percent|per cent)$/i.test(unit.trim())) return "share";
  return source || counted.test(unit.trim()) ? "count" : "any";
}

/** Why a figure of this kind cannot be this number; undefined when it can. */
export function whyImpossible(kind: FigureKind, value: number): string | undefined {
  if (kind === "share" && (value < 0 || value > 100)) return "A percentage lies between 0 and 100.";
  if (kind === "count" && value < 0) return "A count cannot be less than 0.";
  return undefined;
}
