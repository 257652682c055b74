import { type CsvError, parse } from "csv-parse";
import { isJsonNumber, rawNumber } from "./json.ts";
import { type Row, type Rows, UnreadableInput } from "./row.ts";

export type CsvOptions = {
  delimiter: string;
  /** Columns whose cells become numbers; all others stay text as it stands. */
  numbers: readonly string[];
};

/** A longer record is a quote that was never closed. */
const longestRecordBytes = 4 * 1024 * 1024;

/**
 * Reads CSV with a header line, each record as a JSON object of texts. A record with too many or too few cells is in
 * trouble; a quote that is never closed makes the rest of the input one torn row. Rejects with UnreadableInput where
 * the records cannot be told apart, and when a column's name stands twice.
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>, options: CsvOptions): Rows {
  const parser = createParser(options.delimiter);
  const toRows = createRowMaker(options.numbers);
  try {
    for await (const chunk of bytes) {
      await parser.write(chunk);
      yield toRows.take(parser.records());
    }
    await parser.end();
    yield toRows.take(parser.records());
  } catch (error) {
    if (error instanceof UnreadableInput) throw error;
    yield toRows.take(parser.records());
    yield [readOn(error, toRows.line())];
  }
}

/**
 * The parser, fed by hand: read as a stream it would drop the records it holds when it meets an error. Line ends are
 * named, because it would take the first one it meets for all.
 */
function createParser(delimiter: string) {
  let records: string[][] = [];
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    max_record_size: longestRecordBytes,
    on_record: (cells: string[]) => {
      records.push(cells);
      return null;
    },
  });
  // An error reaches whoever waits for the write or the end; nobody else has to hear of it.
  parser.on("error", () => {}).resume();
  const settled = (act: (done: (error?: Error | null) => void) => unknown) =>
    new Promise<void>((resolve, reject) => {
      parser.once("error", reject);
      act((error) => (error ? reject(error) : resolve()));
    }).finally(() => parser.removeAllListeners("error").on("error", () => {}));
  return {
    write: (chunk: Buffer) => settled((done) => parser.write(chunk, done)),
    end: () => settled((done) => parser.once("end", () => done()).end()),
    records(): string[][] {
      const taken = records;
      records = [];
      return taken;
    },
  };
}

/** Makes rows of records. Column names are matched here, so that of two equal ones none is lost without a word. */
function createRowMaker(numbers: readonly string[]) {
  let line = 1;
  let columns: Column[] | undefined;
  const toRowOf = (cells: string[]): Row[] => {
    const place = line;
    line += 1 + lineEndsIn(cells);
    if (columns) return cells.length > 1 || cells[0] !== "" ? [toRow(place, cells, columns)] : [];
    columns = toColumns(cells, numbers);
    return [];
  };
  return { take: (records: string[][]) => records.flatMap(toRowOf), line: () => line };
}

type Column = { name: string; isNumber: boolean };

function toColumns(names: readonly string[], numbers: readonly string[]): Column[] {
  const trimmed = names.map((name) => name.trim());
  const twice = trimmed.findIndex((name, i) => name !== "" && trimmed.indexOf(name) !== i);
  if (twice >= 0) {
    throw new UnreadableInput(
      `Columns ${trimmed.indexOf(trimmed[twice]!) + 1} and ${twice + 1} have the same name in the first line. Expected a line of different names; rename one.`,
    );
  }
  const absent = numbers.filter((name) => !trimmed.includes(name));
  if (absent.length > 0)
    throw new UnreadableInput(`--numbers ${absent[0]}: the first line has no column of that name.`);
  return trimmed.map((name, i) => ({ name: name || `column_${i + 1}`, isNumber: numbers.includes(name) }));
}

function toRow(place: number, cells: readonly string[], columns: readonly Column[]): Row {
  if (cells.length !== columns.length) return { place, trouble: "wrong_cells" };
  const object: Record<string, unknown> = Object.create(null);
  for (const [i, { name, isNumber }] of columns.entries()) {
    const cell = cells[i]!;
    // The parser puts this character where bytes were not UTF-8.
    if (cell.includes("\uFFFD")) return { place, trouble: "not_utf8" };
    if (isNumber && cell.trim() !== "" && !isJsonNumber(cell.trim()))
      return { place, trouble: "wrong_cells" };
    object[name] = isNumber ? numberIn(cell.trim()) : cell;
  }
  return { place, text: JSON.stringify(object) };
}

function numberIn(cell: string): unknown {
  return cell === "" ? null : rawNumber(cell);
}

function lineEndsIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (/[\r\n]/.test(cell)) count += cell.match(/\r\n|\r|\n/g)!.length;
  }
  return count;
}

/** The row an error stands for, or the error with which reading ends. The parser's own texts quote cells. */
function readOn(error: unknown, line: number): Row {
  const { code } = error as CsvError;
  if (code === "CSV_QUOTE_NOT_CLOSED" && line > 1) return { place: line, trouble: "torn" };
  if (code === "CSV_MAX_RECORD_SIZE") {
    throw new UnreadableInput(
      `The record that begins in line ${line} does not end within 4 MB. Look for a quote (") there that is never closed.`,
    );
  }
  if (!code?.includes("QUOTE")) throw error;
  throw new UnreadableInput(
    `Line ${line}: a quote (") stands inside a cell, so the rows after it cannot be told apart. Write it twice and put the cell in quotes, or add --delimiter if the cells are not separated by the sign found.`,
  );
}
