import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Summary } from "../../../src/incident/summary.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { backup } from "../../../src/store/sqlite/backup.ts";
import { restore } from "../../../src/store/sqlite/restore.ts";
import { openFolder } from "../../support/store.ts";

async function written(file: string, value: string): Promise<void> {
  const store = await openStore<Summary>({ file });
  await store.writeValue("seen", value);
  await store.close();
}

async function readBack(file: string): Promise<string | undefined> {
  const store = await openStore<Summary>({ file });
  return store.readValue("seen").finally(() => store.close());
}

test("a backup takes the place of the record, which is kept beside it", async () => {
  const folder = await openFolder();
  const file = join(folder, "record.db");
  const copy = join(folder, "copy.db");
  await written(file, "before");
  await backup({ file }, copy);
  await written(file, "after");
  const kept = await restore({ file }, copy);
  expect(await readBack(file)).toBe("before");
  expect(await readBack(kept!)).toBe("after");
});

test("a damaged record is replaced, a damaged backup is refused", async () => {
  const folder = await openFolder();
  const file = join(folder, "record.db");
  const copy = join(folder, "copy.db");
  await written(file, "before");
  await backup({ file }, copy);
  writeFileSync(file, "not a database at all, and long enough to be read as one".repeat(40));
  await restore({ file }, copy);
  expect(await readBack(file)).toBe("before");
  writeFileSync(copy, "nor is this".repeat(400));
  const before = readdirSync(folder).length;
  await expect(restore({ file }, copy)).rejects.toThrow("is no sound backup");
  await expect(restore({ file }, join(folder, "none.db"))).rejects.toThrow("There is no file");
  expect(readdirSync(folder)).toHaveLength(before);
});

test("while the bot runs nothing is restored", async () => {
  const folder = await openFolder();
  const file = join(folder, "record.db");
  const copy = join(folder, "copy.db");
  const store = await openStore<Summary>({ file });
  await store.writeValue("seen", "running");
  await backup({ file }, copy);
  await expect(restore({ file }, copy)).rejects.toThrow("stop the bot");
  expect(await store.readValue("seen")).toBe("running");
  await store.close();
});
