import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Summary } from "../../../src/incident/summary.ts";
import { createStates } from "../../../src/record/states.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { backup } from "../../../src/store/sqlite/backup.ts";
import { createCounter } from "../../support/counter.ts";
import { startAppender } from "../../support/processes.ts";
import { openFolder } from "../../support/store.ts";

test("a copy made while the bot writes holds everything acknowledged before, and can be used at once", async () => {
  const folder = await openFolder();
  const place = { file: join(folder, "record.db") };
  const appender = startAppender(place, "bot", 100_000);
  await appender.reached(200);
  const target = join(folder, "copy.db");
  await backup(place, target);
  const after = appender.acknowledged.length;
  await backup(place, target);
  await appender.reached(after + 1);
  await appender.kill();

  const store = await openStore<Summary>({ file: target });
  onTestFinished(() => store.close());
  const { state } = await createStates(store).load(createCounter(), "INC-1");
  expect(state.count).toBeGreaterThanOrEqual(after);
  expect(state.adds).toEqual(state.adds.map((_, i) => `bot ${i + 1}`));
  expect((await store.summary("INC-1"))?.title).toBe(`Count ${state.count}`);
  expect((await readdir(folder)).filter((name) => name.includes("unfinished"))).toEqual([]);
});

test("what cannot be backed up is said, with what to do", async () => {
  const folder = await openFolder();
  const nowhere = { file: join(folder, "none.db") };
  await expect(backup(nowhere, join(folder, "copy.db"))).rejects.toThrow(/There is no record at .*none\.db/);
  await expect(backup({ ...nowhere, url: "postgres://db/x" }, "copy.db")).rejects.toThrow(/use pg_dump/);
  expect(await readdir(folder)).toEqual([]);
});
