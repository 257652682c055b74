import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import type { Summary } from "../../../src/incident/summary.ts";
import { StoreUnavailable } from "../../../src/record/store-unavailable.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { openSqlite } from "../../../src/store/sqlite/sqlite.ts";
import { aChange } from "../../support/changes.ts";
import { openFolder } from "../../support/store.ts";
import { testStoreContract } from "../contract.ts";

testStoreContract("SQLite", async () => ({ file: join(await openFolder(), "deep", "record.db") }));

test("while another program holds the file, reads go on, writes are refused, and all works again after", async () => {
  const file = join(await openFolder(), "record.db");
  const store = await openStore<Summary>({ file });
  onTestFinished(() => store.close());
  await store.append(aChange());
  const other = new DatabaseSync(file);
  other.exec("begin immediate");

  const refused = expect(store.append(aChange({ expectedVersion: 1, receipt: "click" }))).rejects;
  await refused.toThrow(StoreUnavailable);
  expect(await store.load("INC-1")).toHaveLength(1);

  other.exec("rollback");
  other.close();
  expect(await store.append(aChange({ expectedVersion: 1, receipt: "click" }))).toBe("appended");
});

test("a file that cannot be opened is named", async () => {
  const folder = await openFolder();
  await expect(openStore({ file: folder })).rejects.toThrow(StoreUnavailable);
  await expect(openStore({ file: folder })).rejects.toThrow(folder);
});

test("what comes together is committed together, and one that fails takes nothing from the others", async () => {
  const file = join(await openFolder(), "record.db");
  const { db } = openSqlite(file);
  onTestFinished(() => db.destroy());
  await sql`create table notes (text text not null)`.execute(db);
  const writes = ["one", "two", null, "three"].map((text) =>
    db.transaction().execute(async (trx) => {
      await sql`insert into notes values (${`before ${text}`})`.execute(trx);
      await sql`insert into notes values (${text})`.execute(trx);
    }),
  );
  const outcomes = Promise.allSettled(writes);
  await writes[0];
  expect(notesIn(file)).toEqual(["before one", "one", "before two", "two", "before three", "three"]);
  expect((await outcomes).map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
});

test("when the disk is full nothing of what came together counts as written, and all works again after", async () => {
  const file = join(await openFolder(), "record.db");
  const { db } = openSqlite(file);
  onTestFinished(() => db.destroy());
  await sql`create table notes (text text not null)`.execute(db);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]!.page_count}`).execute(db);

  const write = (text: string) => sql`insert into notes values (${text})`.execute(db);
  const together = await Promise.allSettled([write("small"), write("large ".repeat(10_000))]);
  const reasons = together.map((outcome) => (outcome.status === "rejected" ? outcome.reason : "written"));
  for (const reason of reasons) expect(reason).toBeInstanceOf(StoreUnavailable);
  expect(notesIn(file)).toEqual([]);

  await sql.raw("pragma max_page_count = 1000000").execute(db);
  await write("later");
  expect(notesIn(file)).toEqual(["later"]);
});

test("SQLite keeps the order on disk, and leaves to us when a commit is there", async () => {
  const { db } = openSqlite(join(await openFolder(), "record.db"));
  onTestFinished(() => db.destroy());
  const pragma = async (name: string) =>
    Object.values((await sql.raw(`pragma ${name}`).execute(db)).rows[0] as object);
  expect(await pragma("journal_mode")).toEqual(["wal"]);
  expect(await pragma("synchronous")).toEqual([1]);
  expect(await pragma("wal_autocheckpoint")).toEqual([0]);
});

/** What another program reads in the file. */
function notesIn(file: string): unknown[] {
  const other = new DatabaseSync(file, { readOnly: true });
  const rows = other.prepare("select text from notes").all();
  other.close();
  return rows.map(({ text }) => text);
}
