import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { constants, createGunzip, gunzipSync } from "node:zlib";
import { readCsv } from "./csv.ts";
import { readElements } from "./elements.ts";
import { type Format, tellDelimiter, tellFormat } from "./format.ts";
import { readLines } from "./lines.ts";
import { expanded, type PresetName } from "./presets.ts";
import { type Rows, UnreadableInput } from "./row.ts";

/** How a file is read. Written into the plan, so that it is read the same way when it is sent. */
export type Reading = {
  format: Format;
  gzip: boolean;
  delimiter: string;
  numbers: readonly string[];
  preset?: PresetName | undefined;
};

/** What is known of a file once it was read to its end. `brokeOff`: its gzip ends before its end. */
export type ReadInput = { sha256: string; bytes: number; brokeOff: boolean };

/** Looks at a file's beginning and says how to read it; what the person said goes first. */
export function tellReading(
  path: string,
  told: {
    format?: Format | undefined;
    delimiter?: string | undefined;
    numbers?: readonly string[];
    preset?: PresetName | undefined;
  },
): Reading {
  const start = beginningOf(path);
  if (start.length === 0) throw new UnreadableInput("The input is empty.");
  const gzip = start[0] === 0x1f && start[1] === 0x8b;
  const plain = withoutBom(gzip ? unzipBeginning(start) : start);
  const format = told.format ?? tellFormat(plain, path);
  const numbers = told.numbers ?? [];
  if (numbers.length > 0 && format !== "csv")
    throw new UnreadableInput("--numbers is for CSV; in JSON numbers are numbers already.");
  return { format, gzip, delimiter: told.delimiter ?? tellDelimiter(plain), numbers, preset: told.preset };
}

/** Opens a file's rows. `read` is known when they have all been taken. */
export function openRows(path: string, reading: Reading): { rows: Rows; read(): ReadInput } {
  const hash = createHash("sha256");
  const read = { bytes: 0, brokeOff: false };
  const bytes = skipBom(unzipped(hashed(path, hash, read), reading.gzip, read));
  return {
    rows: expanded(rowsOf(bytes, reading), reading.preset),
    read: () => ({ ...read, sha256: hash.digest("hex") }),
  };
}

/** The SHA-256 of a file as it is now, in hex. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function rowsOf(bytes: AsyncIterable<Buffer>, { format, ...csv }: Reading): Rows {
  if (format === "csv") return readCsv(bytes, csv);
  return format === "ndjson" ? readLines(bytes) : readElements(bytes, format === "array");
}

const chunkBytes = 1 << 18;

/** The bytes of a file, in one buffer that is used again: whoever keeps a chunk beyond its turn copies it. */
async function* hashed(
  path: string,
  hash: ReturnType<typeof createHash>,
  read: { bytes: number },
): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      read.bytes += bytesRead;
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

async function* unzipped(
  bytes: AsyncGenerator<Buffer>,
  gzip: boolean,
  read: { brokeOff: boolean },
): AsyncGenerator<Buffer> {
  if (!gzip) return yield* bytes;
  const gunzip = createGunzip();
  const feeding = feed(bytes, gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    // "Unexpected end of file": what came before it is whole, and is used.
    if ((error as NodeJS.ErrnoException).code !== "Z_BUF_ERROR") throw unreadableGzip();
    read.brokeOff = true;
  }
  await feeding;
}

async function feed(bytes: AsyncGenerator<Buffer>, into: ReturnType<typeof createGunzip>): Promise<void> {
  for await (const chunk of bytes) {
    if (into.destroyed) continue;
    if (!into.write(Buffer.from(chunk)))
      await new Promise((resolve) => into.once("drain", resolve).once("close", resolve));
  }
  into.end();
}

function unreadableGzip(): UnreadableInput {
  return new UnreadableInput(
    "The gzip is damaged. Fetch the file again, or unpack what can be unpacked and give that.",
  );
}

async function* skipBom(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of bytes) {
    yield isFirst ? withoutBom(chunk) : chunk;
    isFirst = false;
  }
}

function withoutBom(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function beginningOf(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(64 * 1024);
    return buffer.subarray(0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

function unzipBeginning(start: Buffer): Buffer {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw unreadableGzip();
  }
}
