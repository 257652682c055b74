/**
 * A number as somebody typed it. `readings` where it can be read in two ways; `sign` tells a percent sign after it.
 * "k" is worked in: "1.5k" is 1500.
 */
type TypedNumber = { value: number; percent: boolean } | { readings: number[]; percent: boolean };

/** Digits in groups of three, with "," or a space or "'" between them, or "." where two or more of them say so. */
const grouped = /^\d{1,3}(?:(,|[\s\u00a0\u202f]|['’])\d{3}(?:\1\d{3})*|(?:\.\d{3}){2,})$/;
/** The same with decimals, which the other of "." and "," begins. */
const groupedWithDecimals =
  /^(\d{1,3}(?:(?:,\d{3})+|(?:['’]\d{3})+))\.(\d+)$|^(\d{1,3}(?:(?:\.\d{3})+|(?:[\s\u00a0\u202f]\d{3})+)),(\d+)$/;

/**
 * Reads a number with its decimals after "." or ",", and groups of three digits only where they are strict (1,000 ·
 * 1.000,5 · 1 000). "1.000" and "1234,567" can be read in two ways, and both are given. After it may stand "%", "k"
 * and words without a digit. Undefined for anything else, so that no number is guessed.
 */
export function readTypedNumber(text: string): TypedNumber | undefined {
  const [, sign = "", body = "", mark = "", rest = ""] =
    /^\s*([-−–+]?)\s*(\d(?:[\d.,'’\s\u00a0\u202f]*\d)?)\s*(%|percent\b|k\b)?\s*(.*)$/isu.exec(text) ?? [];
  if (!/^(\p{L}{2}\D*|[^\p{L}\d]*)$/u.test(rest) || scale.test(rest)) return undefined;
  const times = (/^k$/i.test(mark) ? 1000 : 1) * (/[-−–]/.test(sign) ? -1 : 1);
  const readings = readingsOf(body).map((value) => value * times);
  const percent = /^(%|percent)$/i.test(mark);
  if (readings.length === 0) return undefined;
  return readings.length === 1 ? { value: readings[0]!, percent } : { readings, percent };
}

/** Words that make the number before them another one. */
const scale = /^(thousand|million|mio|mn|billion|bn|hundred|dozen|lakh|crore|tsd|per ?mille)\b/i;

function readingsOf(body: string): number[] {
  if (/^\d+$/.test(body)) return [Number(body)];
  if (grouped.test(body)) return [digitsOf(body)];
  const [, english, englishDecimals, other, otherDecimals] = groupedWithDecimals.exec(body) ?? [];
  const whole = english ?? other;
  if (whole) return [Number(`${digitsOf(whole)}.${englishDecimals ?? otherDecimals}`)];
  const [, before = "", decimals = ""] = /^(\d+)[.,](\d+)$/.exec(body) ?? [];
  if (!before) return [];
  const value = Number(`${before}.${decimals}`);
  // Three digits after it may be a group, unless what stands before cannot begin one.
  return decimals.length === 3 && !/^0/.test(before) ? [value, digitsOf(body)] : [value];
}

function digitsOf(text: string): number {
  return Number(text.replaceAll(/\D/g, ""));
}

/** A number as it can be typed without a second reading: 1.125 as "1.1250". */
export function unmistakable(value: number): string {
  return String(value).replace(/^(-?[1-9]\d*\.\d{3})$/, "$10");
}

/** The readings of a number, as people are asked which one they mean: "1 or 1,000". */
export function sayReadings(readings: readonly number[]): string {
  return readings.map((value) => value.toLocaleString("en-US", { maximumFractionDigits: 6 })).join(" or ");
}

/** What is said under a field whose number cannot be taken as it was typed. */
export function numberWanted(typed: string): string {
  const read = readTypedNumber(typed);
  return read && "readings" in read
    ? `“${typed}” can mean ${sayReadings(read.readings)}. Type ${read.readings.map(unmistakable).join(" or ")}.`
    : "A number, as in 82, 82.5 or 1,000.";
}
