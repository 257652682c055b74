import { estimate } from "../plan/estimate.ts";
import type { MadePlan } from "../plan/make-plan.ts";
import { leftOut, rowsRead } from "../plan/verdict.ts";
import { countText, placesText, rowsText, sizeText, waitText } from "./numbers.ts";
import { leftOutWords } from "./verdict-words.ts";

const formatNames = { ndjson: "NDJSON", array: "a JSON array", values: "JSON values", csv: "CSV" };

/** What a plan comes to, for a terminal. `commands`: the lines that look at it, send it. Holds no value of a row. */
export function planText(made: MadePlan, commands: { send: string } | undefined): string {
  const { header } = made;
  const { input, counts } = header;
  const lines = [
    row(
      "Read",
      `${rowsText(rowsRead(counts))} from ${input.isCopy ? "standard input" : input.path} (${inputText(made)})`,
    ),
    ...(input.brokeOff
      ? [row("", "The gzip breaks off before its end: what follows there was not read.")]
      : []),
    row("Left out", rowsText(leftOut(counts))),
    ...leftOutLines(made),
    ...inDoubtLines(made),
    row("To send", `${rowsText(counts.send)} to the webhook "${header.webhook.name}"`),
    ...(counts.send > 0 ? costLines(made) : []),
    "",
    ...endLines(made, commands),
  ];
  return `${lines.join("\n")}\n`;
}

/** What places in this input are called. */
export function placeNoun(format: keyof typeof formatNames): string {
  return format === "array" || format === "values" ? "element" : "line";
}

function row(name: string, text: string): string {
  return `${name.padEnd(11)}${text}`;
}

function inputText({ header: { input } }: MadePlan): string {
  const { format, gzip } = input.reading;
  return `${formatNames[format]}${gzip ? " in gzip" : ""}, ${sizeText(input.bytes)}`;
}

function leftOutLines({ header: { counts, input }, places }: MadePlan): string[] {
  const noun = placeNoun(input.reading.format);
  return Object.entries(leftOutWords).flatMap(([verdict, words]) => {
    const count = counts[verdict as keyof typeof leftOutWords];
    if (count === 0) return [];
    return [
      `  ${countText(count).padStart(9)}  ${words} (${placesText(places[verdict] ?? [], count, noun)})`,
    ];
  });
}

function inDoubtLines({ header: { counts, input }, places }: MadePlan): string[] {
  if (counts.in_doubt === 0) return [];
  const where = placesText(places.in_doubt ?? [], counts.in_doubt, placeNoun(input.reading.format));
  return [
    row("In doubt", `${rowsText(counts.in_doubt)}: no answer came, so they may be in the table (${where})`),
    row("", "They are not sent. Look in the table first; then add --in-doubt to send them, too."),
  ];
}

function costLines({ header }: MadePlan): string[] {
  const { counts, perSecond, figures } = header;
  const all = estimate(counts.send, perSecond, figures);
  return [
    row(
      "Pace",
      `${perSecond} a second: about ${waitText(all.seconds * 1000)}. The first 10 rows, then it stops for you to look at the table.`,
    ),
    row("Fill", fillText(all)),
    row("Cost", costText(all, figures.creditsPerRow, counts.send)),
    ...(figures.creditsPerRow === undefined
      ? []
      : [row("", "Only accepted rows cost credits; --credits-per-row is your figure, nobody checked it.")]),
  ];
}

function fillText({ fillBefore, fillAfter, limit, rowsOverLimit }: ReturnType<typeof estimate>): string {
  if (fillBefore === undefined || fillAfter === undefined)
    return "not known. Clay shows it on the webhook's source; say it with --source-count.";
  const known = `${countText(fillBefore)} before (you said so), ${countText(fillAfter)} after${limit === undefined ? "" : `, of ${countText(limit)}`}.`;
  return rowsOverLimit > 0
    ? `${known} ${rowsText(rowsOverLimit)} will be refused: use a new webhook.`
    : known;
}

function costText(
  { credits, balance, creditsMissing }: ReturnType<typeof estimate>,
  perRow: number | undefined,
  rows: number,
): string {
  const against = balance
    ? `of ${countText(balance.credits)} (${balance.source})`
    : "the balance is not known (--balance)";
  if (credits === undefined || perRow === undefined) {
    return `not known: each accepted row runs the table's columns. Say --credits-per-row. Balance: ${balance ? against.slice(3) : "not known (--balance)"}.`;
  }
  const missing = creditsMissing > 0 ? ` ${countText(creditsMissing)} credits are missing.` : "";
  return `${countText(perRow)} credits × ${rowsText(rows)} = ${countText(credits)}; ${against}.${missing}`;
}

function endLines({ header, digest }: MadePlan, commands: { send: string } | undefined): string[] {
  if (!commands) return ["Nothing was sent, and no plan was kept. Add --out PLAN to be able to send it."];
  if (header.counts.send === 0)
    return [`Nothing was sent, and there is nothing to send. Plan ${digest.slice(0, 12)}.`];
  return [`Nothing was sent. Plan ${digest.slice(0, 12)}. To send it:`, `  ${commands.send}`];
}
