import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { StoreUnavailable } from "../../src/engine/store-unavailable.ts";
import { openStore } from "../../src/store/open-store.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { aChange } from "../support/changes.ts";
import { openFolder } from "../support/store.ts";
import { testStoreContract } from "./contract.ts";

testStoreContract("SQLite", async () => ({ file: join(await openFolder(), "deep", "record.db") }));

test("while another program holds the file, reads go on, writes are refused, and all works again after", async () => {
  const file = join(await openFolder(), "record.db");
  const store = await openStore({ file });
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

test("a commit is on disk when it returns", async () => {
  const { db } = openSqlite(join(await openFolder(), "record.db"));
  onTestFinished(() => db.destroy());
  const pragma = async (name: string) =>
    Object.values((await sql.raw(`pragma ${name}`).execute(db)).rows[0] as object);
  expect(await pragma("journal_mode")).toEqual(["wal"]);
  expect(await pragma("synchronous")).toEqual([2]);
});
