import type { Plan } from "../plan/plan.ts";
import type { Found, Verification } from "../prove/verify.ts";
import { countText, placesText, rowsText } from "./numbers.ts";
import { placeNoun } from "./plan-text.ts";

/** What an export says about a plan, for a terminal. Names rows by their places in the input alone. */
export function verificationText(
  { header }: Plan,
  { there, missing, settled, inDoubt, twice }: Verification,
): string {
  const noun = placeNoun(header.input.reading.format);
  const where = (found: Found) => placesText(found.places, found.count, noun);
  return `${[
    `${rowsText(there)} accepted and in the export.`,
    ...(missing.count > 0
      ? [
          `${rowsText(missing.count)} accepted and not in the export: ${where(missing)}.`,
          "Do not send them again yet: an export holds only what its view shows, and a source without its column shows no rows.",
        ]
      : []),
    ...(settled.count > 0
      ? [
          `${rowsText(settled.count)} in doubt and in the export: ${where(settled)}. They count as accepted now.`,
        ]
      : []),
    ...(inDoubt.count > 0
      ? [
          `${rowsText(inDoubt.count)} in doubt and not in the export: ${where(inDoubt)}. If the export holds the whole table, send them with --in-doubt.`,
        ]
      : []),
    ...(twice > 0 ? [`${countText(twice)} keys stand in the export more than once.`] : []),
  ].join("\n")}\n`;
}
