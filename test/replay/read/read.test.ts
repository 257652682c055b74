import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { rowsIn } from "../support/rows.ts";

const texts = async (...args: Parameters<typeof rowsIn>) =>
  (await rowsIn(...args)).map((row) => ("text" in row ? row.text : row.trouble));
const places = async (...args: Parameters<typeof rowsIn>) =>
  (await rowsIn(...args)).map(({ place }) => place);

describe("NDJSON", () => {
  test("is read line by line; empty lines are no rows, and keep their numbers", async () => {
    expect(await rowsIn("a.ndjson", '{"a":1}\r\n\n  {"a":2}\n')).toEqual([
      { place: 1, text: '{"a":1}' },
      { place: 3, text: '{"a":2}' },
    ]);
  });

  test("of which the last line broke off says so", async () => {
    expect(await texts("a.ndjson", '{"a":1}\n{"a":')).toEqual(['{"a":1}', "torn"]);
    expect(await texts("a.ndjson", '{"a":1}\n{"a":2}')).toEqual(['{"a":1}', '{"a":2}']);
    expect(
      await texts("a.ndjson", Buffer.concat([Buffer.from('{"a":1}\n{"a":"é'), Buffer.from([0xc3])])),
    ).toEqual(['{"a":1}', "torn"]);
  });

  test("with bytes that are not UTF-8 loses that line alone", async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9]), Buffer.from('"}\n{"a":2}\n')]);
    expect(await texts("a.ndjson", bytes)).toEqual(["not_utf8", '{"a":2}']);
  });

  test("may begin with a byte order mark, and have lines longer than a chunk", async () => {
    const long = JSON.stringify({ a: "é".repeat(300_000) });
    expect(await texts("a", `\uFEFF${long}\n${long}\n`)).toEqual([long, long]);
  });

  test("with a line that never ends is not held in memory", async () => {
    const endless = Buffer.alloc(33 * 1024 * 1024, "x");
    expect(await texts("a.ndjson", Buffer.concat([endless, Buffer.from('\n{"a":2}\n')]))).toEqual([
      "too_long",
      '{"a":2}',
    ]);
  });
});

describe("JSON", () => {
  test("as an array gives its elements, by their numbers", async () => {
    expect(await rowsIn("a.json", '[ {"a":"],["}, 7,\n{"b":[1,{"c":"\\"}"}]} ]\n')).toEqual([
      { place: 1, text: '{"a":"],["}' },
      { place: 2, text: "7" },
      { place: 3, text: '{"b":[1,{"c":"\\"}"}]}' },
    ]);
    expect(await rowsIn("a.json", "[]")).toEqual([]);
  });

  test("as an array that breaks off keeps what is whole", async () => {
    expect(await texts("a.json", '[{"a":1},{"a":2},{"a"')).toEqual(['{"a":1}', '{"a":2}', "torn"]);
    expect(await texts("a.json", '[{"a":1}')).toEqual(["torn"]);
  });

  test("over several lines is read value by value", async () => {
    const pretty = `${JSON.stringify({ a: 1 }, null, 2)}\n${JSON.stringify({ a: 2 }, null, 2)}\n`;
    expect((await texts("a.json", pretty)).map((text) => JSON.parse(text))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await texts("a.json", `${pretty}{\n "a": `)).toHaveLength(3);
  });

  test("after whose array more follows is refused", async () => {
    await expect(rowsIn("a.json", "[1] [2]")).rejects.toThrow("--format ndjson");
  });
});

describe("CSV", () => {
  const objects = async (content: string, told = {}) =>
    (await texts("a.csv", content, told)).map((text) => (text.startsWith("{") ? JSON.parse(text) : text));

  test("gives texts as they stand: leading zeros, empty cells, quotes, line ends in cells", async () => {
    expect(await objects('zip,name,note\r\n01234,"A ""B"", C","x\r\ny"\r\n,,\r\n')).toEqual([
      { zip: "01234", name: 'A "B", C', note: "x\r\ny" },
      { zip: "", name: "", note: "" },
    ]);
  });

  test("names the line a record begins in, also after line ends in cells", async () => {
    expect(await places("a.csv", 'a,b\r\n1,"x\r\ny\nz"\r\n\r\n2,3\r\n')).toEqual([2, 6]);
  });

  test("may mix line ends, and begin with a byte order mark", async () => {
    expect(await objects("\uFEFFa,b\n1,2\r\n3,4")).toEqual([
      { a: "1", b: "2" },
      { a: "3", b: "4" },
    ]);
  });

  test.each([
    [";", "a;b\n1;2,5\n"],
    ["\t", "a\tb\n1\t2,5\n"],
  ])("with %j between cells is recognised", async (_sign, content) => {
    expect(await objects(content)).toEqual([{ a: "1", b: "2,5" }]);
  });

  test("makes numbers where asked, with every digit, and nothing of what is none", async () => {
    expect(await texts("a.csv", "id,n\n7,12345678901234567890\n8,\n9,01\n", { numbers: ["n"] })).toEqual([
      '{"id":"7","n":12345678901234567890}',
      '{"id":"8","n":null}',
      "wrong_cells",
    ]);
    await expect(objects("a\n1\n", { numbers: ["b"] })).rejects.toThrow("--numbers b");
  });

  test("with a record of too few or too many cells loses that record alone", async () => {
    expect(await objects("a,b\n1\n1,2,3\n4,5\n")).toEqual(["wrong_cells", "wrong_cells", { a: "4", b: "5" }]);
  });

  test("of which the last line broke off, in a cell or in quotes, says so", async () => {
    expect(await objects('a,b\n1,2\n3,"x')).toEqual([{ a: "1", b: "2" }, "torn"]);
    expect(await objects("a,b\n1,2\n3")).toEqual([{ a: "1", b: "2" }, "wrong_cells"]);
  });

  test("whose records cannot be told apart is refused, with the line and without the cell", async () => {
    await expect(objects('a,b\n1,2\nsecret"x,3\n')).rejects.toThrow(/^Line 3: (?!.*secret)/);
    await expect(objects("a,b,a\n1,2,3\n")).rejects.toThrow("Columns 1 and 3 have the same name");
  });

  test("with broken characters loses that record alone", async () => {
    const bytes = Buffer.concat([Buffer.from("a,b\n"), Buffer.from([0xe9]), Buffer.from(",2\n3,4\n")]);
    expect(await texts("a.csv", bytes)).toEqual(["not_utf8", '{"a":"3","b":"4"}']);
  });

  test("in UTF-16 is refused with what to do", async () => {
    await expect(rowsIn("a.csv", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"))).rejects.toThrow("CSV UTF-8");
  });
});

describe("gzip", () => {
  test.each([
    ["a.ndjson.gz", '{"a":"1"}\n{"a":"2"}\n'],
    ["a.json.gz", '[{"a":"1"},{"a":"2"}]'],
    ["a.csv.gz", "a\n1\n2\n"],
  ])("of %s is read like what is in it, also in several parts", async (name, content) => {
    const half = content.length / 2;
    const parts = [gzipSync(content.slice(0, half)), gzipSync(content.slice(half))];
    expect(await texts(name, Buffer.concat(parts))).toEqual(['{"a":"1"}', '{"a":"2"}']);
  });

  test("that breaks off gives what is whole; a damaged one is refused", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"a":${i * 7919}}\n`).join("");
    const whole = gzipSync(lines);
    const rows = await texts("a.ndjson.gz", whole.subarray(0, whole.length / 2));
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.slice(0, -1)).toEqual(lines.split("\n").slice(0, rows.length - 1));
    const damaged = Buffer.from(whole);
    damaged.fill(0, 3000, 3100);
    await expect(rowsIn("a.ndjson.gz", damaged)).rejects.toThrow("gzip is damaged");
  });
});

test("an empty input is refused", async () => {
  await expect(rowsIn("a.ndjson", "")).rejects.toThrow("The input is empty.");
});
