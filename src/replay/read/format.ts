import { UnreadableInput } from "./row.ts";

/** What an input is. "values": JSON values one after the other, over as many lines as they like. */
export const formats = ["ndjson", "array", "values", "csv"] as const;
export type Format = (typeof formats)[number];

const delimiters = [",", ";", "\t"];

/** Tells the format from the input's beginning and its name. Rejects UTF-16, which spreadsheets like to write. */
export function tellFormat(beginning: Buffer, name: string): Format {
  if (beginning.length >= 2 && [0xfeff, 0xfffe].includes(beginning.readUInt16BE(0))) {
    throw new UnreadableInput("The input is UTF-16. Expected UTF-8; save it again as “CSV UTF-8”.");
  }
  const plainName = name.replace(/\.gz$/i, "");
  if (/\.(csv|tsv)$/i.test(plainName)) return "csv";
  if (/\.(ndjson|jsonl)$/i.test(plainName)) return "ndjson";
  const first = /\S/.exec(beginning.toString("latin1"))?.[0];
  if (first === "[") return "array";
  if (first !== "{") return "csv";
  return isOverLines(beginning) ? "values" : "ndjson";
}

/** Tells JSON written over several lines: of the lines seen whole none is JSON by itself. */
function isOverLines(beginning: Buffer): boolean {
  const lines = beginning
    .toString("utf8")
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.trim() !== "");
  return lines.length > 0 && !lines.slice(0, 20).some((line) => /^\s*\{/.test(line) && isJson(line));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The sign between cells: of comma, semicolon and tab the one that stands most often in the first line. */
export function tellDelimiter(beginning: Buffer): string {
  const [line = ""] = beginning.toString("utf8").split(/[\r\n]/, 1);
  const outsideQuotes = line.replace(/"[^"]*"/g, "");
  const counts = delimiters.map((sign) => outsideQuotes.split(sign).length);
  return delimiters[counts.indexOf(Math.max(...counts))]!;
}
