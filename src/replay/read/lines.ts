import { isUtf8 } from "node:buffer";
import { longestRowBytes, type Row, type Rows } from "./row.ts";

const newline = 0x0a;

/** Reads one JSON value a line. Empty lines are no rows; a last line without its end that is not JSON is torn. */
export async function* readLines(bytes: AsyncIterable<Buffer>): Rows {
  let line = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of bytes) {
    const rows: Row[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      line++;
      const part = chunk.subarray(from, end);
      const row =
        restBytes > 0
          ? toRow(line, Buffer.concat([...rest, part]), restBytes + part.length)
          : toRow(line, part);
      if (row) rows.push(row);
      rest = [];
      restBytes = 0;
      from = end + 1;
    }
    const left = chunk.subarray(from);
    // What is too long is only counted from here on, or one endless line would fill the memory.
    if (restBytes <= longestRowBytes && left.length > 0) rest.push(Buffer.from(left));
    restBytes += left.length;
    yield rows;
  }
  if (restBytes > 0) {
    const last = toRow(line + 1, Buffer.concat(rest), restBytes);
    yield last ? [tornUnlessWhole(last)] : [];
  }
}

function toRow(place: number, bytes: Buffer, length = bytes.length): Row | undefined {
  if (length > longestRowBytes) return { place, trouble: "too_long" };
  if (!isUtf8(bytes)) return { place, trouble: "not_utf8" };
  const text = bytes.toString("utf8").trim();
  return text === "" ? undefined : { place, text };
}

function tornUnlessWhole(row: Row): Row {
  if (!("text" in row)) return row.trouble === "not_utf8" ? { ...row, trouble: "torn" } : row;
  try {
    JSON.parse(row.text);
    return row;
  } catch {
    return { place: row.place, trouble: "torn" };
  }
}
