import { parseDuration } from "../lib/duration.ts";

const yearMs = 365 * 24 * 60 * 60_000;

/** Figures are counted over so many years at most. */
export const yearsAtMost = 20;

/** Reads the period figures are asked for as milliseconds, or tells why it is none. */
export function parsePeriod(typed: string): number | "unreadable" | "too_long" {
  const milliseconds = parseDuration(typed);
  if (milliseconds === undefined) return "unreadable";
  return milliseconds > yearsAtMost * yearMs ? "too_long" : milliseconds;
}
