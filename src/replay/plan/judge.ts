import { parseJson, textOfRawNumber } from "../read/json.ts";
import { type Pointer, valueAt } from "../read/pointer.ts";
import type { Row } from "../read/row.ts";
import { parseMoment } from "./moment.ts";
import { outcomeOf } from "./outcome.ts";
import type { Verdict } from "./verdict.ts";

/** Clay takes at most 100 KB a request (its webhook guide) and refuses more with 400. */
export const mostBodyBytes = 100 * 1024;

/** Where in a row its parts are, and which rows are wanted. Milliseconds since 1970. */
export type Rules = {
  /** What is sent. Left out: the whole row. */
  body: Pointer;
  /** What tells two rows apart, within the body; of several all count together. */
  key: readonly Pointer[];
  /** What the sender was answered. Undefined: the log does not say, and every row counts as refused. */
  status?: Pointer | undefined;
  at?: Pointer | undefined;
  zone?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

/** A row judged by itself, before it is compared with others. */
export type Judged = { verdict: Verdict; key?: string; body?: string };

/** Judges one row by itself. What it says never contains a value of the row but in `key` and `body`. */
export function judge(row: Row, rules: Rules): Judged {
  if ("trouble" in row) return { verdict: row.trouble };
  const value = parsed(row.text);
  if (value === unparsable) return { verdict: "not_json" };
  const body = bodyOf(row.text, value, rules.body);
  const key = "content" in body ? keyOf(body.content, rules.key) : undefined;
  return {
    verdict: verdictOn(value, body, key, rules),
    ...(key === undefined ? {} : { key }),
    ...textOf(body),
  };
}

const unparsable = Symbol("unparsable");

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return unparsable;
  }
}

type Body = { text: string; content: unknown } | { missing: true };

/** A log may hold the body as JSON, or as a string of JSON; both are sent as they stand. */
function bodyOf(text: string, value: unknown, pointer: Pointer): Body {
  const found = valueAt(value, pointer);
  if (found === undefined || found === null) return { missing: true };
  if (typeof found === "string") {
    const content = parsed(found);
    return content === unparsable
      ? { text: JSON.stringify(found), content: found }
      : { text: found, content };
  }
  return { text: pointer.length === 0 ? text : JSON.stringify(found), content: found };
}

function textOf(body: Body): { body?: string } {
  return "missing" in body ? {} : { body: body.text };
}

function verdictOn(value: unknown, body: Body, key: string | undefined, rules: Rules): Verdict {
  const outcome = rules.status ? outcomeOf(valueAt(value, rules.status)) : "refused";
  if (outcome === "accepted") return "accepted";
  const timing = timingOf(value, rules);
  if (timing) return timing;
  if ("missing" in body) return "no_body";
  if (Array.isArray(body.content)) return "array";
  if (typeof body.content !== "object" || body.content === null) return "no_object";
  if (Buffer.byteLength(body.text) > mostBodyBytes) return "too_large";
  if (key === undefined) return "no_key";
  return outcome === "in_doubt" ? "in_doubt" : "send";
}

/** Why a row's time leaves it out, or undefined. */
function timingOf(value: unknown, { at, zone, from, to }: Rules): Verdict | undefined {
  if (at === undefined || (from === undefined && to === undefined)) return undefined;
  const moment = parseMoment(valueAt(value, at), zone);
  if (moment === undefined) return "no_time";
  if (moment === "no_zone") return "no_zone";
  return moment < (from ?? moment) || moment > (to ?? moment) ? "outside_window" : undefined;
}

function keyOf(content: unknown, pointers: readonly Pointer[]): string | undefined {
  const parts = pointers.map((pointer) => keyText(valueAt(content, pointer)));
  return parts.some((part) => part === undefined) ? undefined : parts.join("\0");
}

/** A key's value as text: the number 7 and the cell "7 " of a CSV are the same key. Empty values are no key. */
export function keyText(value: unknown): string | undefined {
  const raw = textOfRawNumber(value);
  if (raw !== undefined) return raw;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value.trim().normalize("NFC") || undefined;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : undefined;
}
