import { STATUS_CODES } from "node:http";

/** Reason phrases in use beside Node's: older names (RFC 2616), nginx's and Python's spelling. */
const otherReasons: Record<number, string[]> = {
  413: ["request entity too large", "content too large"],
  422: ["unprocessable content"],
  504: ["gateway time-out"],
};

/** Words that make a number in brackets after them a measure: "exceeds the limit (500)". */
const measure =
  /\b(limit|max|maximum|minimum|size|length|count|total|number|rows?|records?|items?|characters?|tokens?)\W*$/i;

/** Words that go on with a sentence about a status; a noun would make it a number of things. */
const goesOn =
  /^\s+(on|from|when|while|for|at|in|calling|is|was|occurred|returned|received|by|with|after|and|or|to|because|due|during|via)\b/;

/** What tells a status from a number stands this close to it, in characters. */
const nearby = 80;

/**
 * The HTTP statuses from 400 to 599 that a text names as such, each once: a number alone, at the start of a line
 * before punctuation, before its own reason phrase, after "HTTP", "status", "code" or "error", or in brackets. Any
 * other number ("at most 500 characters", "searched 429 companies") is none.
 */
export function readStatuses(text: string): number[] {
  const numbers = [...text.matchAll(/(?<![\w.,%$€£+-])[45]\d\d(?![\w%]|[.,:-]\d)/g)];
  const statuses = numbers
    .filter(({ 0: digits, index }) => {
      const [before, after] = [text.slice(Math.max(0, index - nearby), index), text.slice(index + 3)];
      return isStatus(Number(digits), before, after.slice(0, nearby));
    })
    .map(([digits]) => Number(digits));
  return [...new Set(statuses)];
}

function isStatus(status: number, before: string, after: string): boolean {
  return (
    hasReason(status, after) ||
    (/(^|\n)[\s"'`]*$/.test(before) && endsThere(after)) ||
    (named.test(before) && goesOnAsStatus(after.replace(namesIt, ""))) ||
    (namesIt.test(after) && goesOnAsStatus(after.replace(namesIt, ""))) ||
    inBrackets(before, after)
  );
}

/** "a 429 error", "429 response from the API". */
const namesIt = /^\s+(error|response|status)\b/i;

function goesOnAsStatus(after: string): boolean {
  return endsThere(after) || goesOn.test(after) || /^\s+[A-Z][a-zA-Z_]/.test(after);
}

/** "404 Not Found", "404 (Not Found)", "503 - Service Unavailable". */
function hasReason(status: number, after: string): boolean {
  const said = after.replace(/^[\s"'(:–—-]+/, "").toLowerCase();
  const reasons = [STATUS_CODES[status]?.toLowerCase(), ...(otherReasons[status] ?? [])];
  return reasons.some((reason) => reason !== undefined && said.startsWith(reason));
}

/** Nothing comes after it, or punctuation that is not that of a list of numbers. */
function endsThere(after: string): boolean {
  return /^[\s"'`\\]*($|\n|[:;|{}<>[\]()!?]|[.,](?!\s*\d)|\s[-–—]\s)/.test(after);
}

/** "HTTP/1.1 ", "status code: ", `"statusCode":`, "with code ", "Error ". An "area code" or "zip code" is none. */
const named = new RegExp(
  `(${[
    String.raw`https?(/\d(\.\d)?)?|status|error`,
    String.raw`(status|error|response|http|result|return|exit)[\s_-]*code`,
    String.raw`(^|["'\`{([,;:\n]|\b(with|a|the|and|got|received|returned|failed))\s*code`,
  ].join("|")})${String.raw`[\s"'\`\\_-]*(is|was|of|[:=#])?[\s"'\`\\([]*$`}`,
  "i",
);

/** "(429)", "[HTTP 403] Forbidden". A phone number and the measure of something are none. */
function inBrackets(before: string, after: string): boolean {
  const opened = /[([<]\s*(http\s*)?$/i.exec(before);
  const closed = /^\s*[)\]>]/.exec(after);
  if (!opened || !closed) return false;
  return !measure.test(before.slice(0, opened.index)) && goesOnAsStatus(after.slice(closed[0].length));
}
