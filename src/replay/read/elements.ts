import { isUtf8 } from "node:buffer";
import { longestRowBytes, type Row, type Rows, UnreadableInput } from "./row.ts";

const blank = 0x20;
const [quote, backslash, comma, open, close, openBrace, closeBrace] = [...'"\\,[]{}'].map((sign) =>
  sign.charCodeAt(0),
);

/**
 * Reads the elements of a JSON array, or JSON values one after the other, without holding more than one. Input that
 * breaks off yields what stood before, and its last element as torn.
 */
export async function* readElements(bytes: AsyncIterable<Buffer>, inArray: boolean): Rows {
  const scan = inArray ? createArrayScan() : createValueScan();
  for await (const chunk of bytes) yield scan.take(chunk);
  yield scan.end();
}

type Scan = { take(chunk: Buffer): Row[]; end(): Row[] };

/** An element ends at a comma of the array's own level; the array ends with its bracket. */
function createArrayScan(): Scan {
  const walk = createWalk();
  const element = createElement();
  let closed = false;
  const take = (chunk: Buffer): Row[] => {
    const rows: Row[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (closed && byte > blank) throw moreAfterTheEnd(element.count());
      if (walk.depth() === 0 && byte > blank && byte !== open) throw noArray();
      const sign = walk.step(byte);
      if (sign === "open" && walk.depth() === 1) from = i + 1;
      const ends = (sign === "comma" && walk.depth() === 1) || (sign === "close" && walk.depth() === 0);
      if (!ends) continue;
      element.keep(chunk.subarray(from, i));
      rows.push(...element.finish());
      from = i + 1;
      closed = walk.depth() === 0;
    }
    if (!closed && walk.depth() > 0) element.keep(Buffer.from(chunk.subarray(from)));
    return rows;
  };
  return { take, end: () => (closed ? [] : [{ place: element.count() + 1, trouble: "torn" }]) };
}

/** A value ends with the bracket that closes it. */
function createValueScan(): Scan {
  const walk = createWalk();
  const element = createElement();
  const take = (chunk: Buffer): Row[] => {
    const rows: Row[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (walk.step(chunk[i]!) !== "close" || walk.depth() > 0) continue;
      element.keep(chunk.subarray(from, i + 1));
      rows.push(...element.finish());
      from = i + 1;
    }
    element.keep(Buffer.from(chunk.subarray(from)));
    return rows;
  };
  return {
    take,
    end: () => (walk.depth() > 0 ? [{ place: element.count() + 1, trouble: "torn" }] : element.finish()),
  };
}

/** Counts brackets outside strings. Whether an element is JSON is for others to say. */
function createWalk() {
  let depth = 0;
  let inString = false;
  let escaped = false;
  const step = (byte: number): "open" | "close" | "comma" | undefined => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === backslash) escaped = true;
      else if (byte === quote) inString = false;
      return undefined;
    }
    if (byte === quote) inString = true;
    else if (byte === comma) return "comma";
    else if (byte === open || byte === openBrace) {
      depth++;
      return "open";
    } else if (byte === close || byte === closeBrace) {
      depth = Math.max(0, depth - 1);
      return "close";
    }
    return undefined;
  };
  return { step, depth: () => depth };
}

/** Collects the bytes of one element. What is too long is only counted from there on. */
function createElement() {
  let count = 0;
  let parts: Buffer[] = [];
  let length = 0;
  return {
    count: () => count,
    keep(part: Buffer): void {
      if (length <= longestRowBytes && part.length > 0) parts.push(part);
      length += part.length;
    },
    finish(): Row[] {
      const row = toRow(count + 1, parts, length);
      parts = [];
      length = 0;
      if (!row) return [];
      count++;
      return [row];
    },
  };
}

function toRow(place: number, parts: Buffer[], length: number): Row | undefined {
  if (length > longestRowBytes) return { place, trouble: "too_long" };
  const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  if (!isUtf8(bytes)) return { place, trouble: "not_utf8" };
  const text = bytes.toString("utf8").trim();
  return text === "" ? undefined : { place, text };
}

function moreAfterTheEnd(elements: number): UnreadableInput {
  return new UnreadableInput(
    `The JSON array ends after ${elements} elements, and more follows. Expected one array; for one array or object a line, add --format ndjson.`,
  );
}

function noArray(): UnreadableInput {
  return new UnreadableInput(
    'The input does not begin with "[". Expected a JSON array; add --format ndjson or --format csv.',
  );
}
