import { figureKind, whyImpossible } from "../../../incident/figure-kind.ts";
import type { Watch } from "../../../incident/state.ts";
import { readTypedNumber, sayReadings, unmistakable } from "../../../lib/typed-number.ts";
import { button } from "../../blocks/buttons.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import { type Reply, refuse } from "../../requests/answer/reply.ts";

/** What was typed behind "figure": which watch, and the number as it was typed. "W2 82 %", "82,5", "W1" or nothing. */
export function parseFigureTyped(text: string): { id: string | null; typed: string } {
  const [, id, typed = ""] = /^(w\d+\b)?\s*([\s\S]*)$/i.exec(text.trim()) ?? [];
  return { id: id?.toUpperCase() ?? null, typed };
}

/**
 * The number that was typed for a watched figure, or why it cannot be taken: no number, one that can be read in two
 * ways (each is one press away), or a percentage of something that is counted.
 */
export function readFigure(
  stream: string,
  watch: Watch,
  typed: string,
): { value: number } | { refused: Reply } {
  const read = readTypedNumber(typed);
  if (!read)
    return { refused: refuse(`I cannot read “${typed}” as a number. Type it as in 82, 82.5 or 1,000.`) };
  if (read.percent && figureKind(watch) === "count")
    return { refused: refuse(`${watch.what} is counted in ${watch.unit || "numbers"}, not in percent.`) };
  if ("value" in read) return { value: read.value };
  const possible = read.readings.filter((value) => !whyImpossible(figureKind(watch), value));
  if (possible.length === 1) return { value: possible[0]! };
  const press = read.readings.map((value, i) =>
    button({
      action: `${anyVerbAction}:figure_${i}`,
      text: sayReadings([value]),
      value: `figure ${stream} ${watch.watch} ${unmistakable(value)}`,
    }),
  );
  const words = `“${typed.trim()}” can mean ${sayReadings(read.readings)}. Which one is it?`;
  return { refused: refuse(words, { press }) };
}
