import { copyFileSync, fdatasyncSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as nextRound } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { StoreUnavailable } from "../../../src/record/store-unavailable.ts";
import type { Tables } from "../../../src/store/schema/tables.ts";
import { openSqlite, type SqliteOptions } from "../../../src/store/sqlite/sqlite.ts";
import { openFolder } from "../../support/store.ts";

type Db = Kysely<Tables>;

async function openNotes(options: SqliteOptions): Promise<{ db: Db; file: string }> {
  const file = join(await openFolder(), "record.db");
  const { db } = openSqlite(file, options);
  onTestFinished(() => db.destroy());
  await sql`create table notes (text text not null)`.execute(db);
  return { db, file };
}

const write = (db: Db, text: string) => sql`insert into notes values (${text})`.execute(db);

function notesIn(file: string): unknown[] {
  const other = new DatabaseSync(file);
  const rows = other.prepare("select text from notes order by rowid").all();
  expect(other.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
  other.close();
  return rows.map(({ text }) => text);
}

/** A disk that takes what it is given when it is told to. */
function openSlowDisk() {
  const waiting: PromiseWithResolvers<void>[] = [];
  let isSlow = false;
  return {
    waiting,
    slow: () => {
      isSlow = true;
    },
    async sync() {
      if (!isSlow) return;
      const turn = Promise.withResolvers<void>();
      waiting.push(turn);
      await turn.promise;
    },
  };
}

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round++) await nextRound();
}

test("while the disk is busy all else goes on, and what came in meanwhile shares one commit", async () => {
  const disk = openSlowDisk();
  const { db, file } = await openNotes({ sync: disk.sync });
  disk.slow();
  const acked: string[] = [];
  const save = (text: string) => write(db, text).then(() => acked.push(text));
  const first = save("first");
  await rounds(10);
  const later = ["second", "third", "fourth"].map(save);
  await rounds(10);
  const { rows } = await sql<{ answer: number }>`select 1 as answer`.execute(db);
  expect(rows).toEqual([{ answer: 1 }]);
  expect(acked).toEqual([]);
  expect(disk.waiting).toHaveLength(1);

  disk.waiting[0]!.resolve();
  await first;
  expect(acked).toEqual(["first"]);
  await rounds(10);
  expect(disk.waiting).toHaveLength(2);
  disk.waiting[1]!.resolve();
  await Promise.all(later);
  expect(disk.waiting).toHaveLength(2);
  expect(notesIn(file)).toEqual(["first", "second", "third", "fourth"]);
});

test("a power cut at any moment loses nothing that was acknowledged, whether or not the log was emptied", async () => {
  // What the disk is known to have: the files as they were when the last sync that has ended began.
  let onDisk = "";
  let syncs = 0;
  let file: string | undefined;
  const folder = await openFolder();
  const opened = await openNotes({
    logBytes: 64 * 2 ** 10,
    async sync(descriptor) {
      if (!file) return;
      const copy = join(folder, `${syncs++}.db`);
      for (const end of ["", "-wal"]) copyFileSync(file + end, copy + end);
      await nextRound();
      fdatasyncSync(descriptor);
      onDisk = copy;
    },
  });
  file = opened.file;
  const acked: string[] = [];
  let emptied = 0;
  for (let round = 0; emptied < 2; round++) {
    expect(round).toBeLessThan(5_000);
    const sizeBefore = statSync(`${file}-wal`).size;
    const texts = Array.from({ length: 1 + (round % 4) }, (_, i) => `${round}.${i} ${"x".repeat(8_000)}`);
    await Promise.all(texts.map((text) => write(opened.db, text).then(() => acked.push(text))));
    const isEmptied = statSync(`${file}-wal`).size < sizeBefore;
    if (isEmptied) emptied += 1;
    if (!isEmptied && round % 20) continue;
    const found = notesIn(onDisk);
    expect(acked.filter((text) => !found.includes(text))).toEqual([]);
  }
});

test("what the disk refuses is not acknowledged; once it takes again, all is whole", async () => {
  let refuses = false;
  const { db, file } = await openNotes({
    sync: async () => {
      if (refuses) throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
    },
  });
  await write(db, "before");
  refuses = true;
  const together = await Promise.allSettled([write(db, "one"), write(db, "two")]);
  for (const outcome of together) {
    expect(outcome.status === "rejected" && outcome.reason).toBeInstanceOf(StoreUnavailable);
    expect(String((outcome as PromiseRejectedResult).reason)).toContain("i/o error");
  }
  await expect(write(db, "three")).rejects.toThrow(StoreUnavailable);

  refuses = false;
  await write(db, "after");
  expect(notesIn(file)).toContain("before");
  expect(notesIn(file).at(-1)).toBe("after");
});

test("the log stays short however much is written, also while another program reads for long", async () => {
  const logBytes = 128 * 2 ** 10;
  const { db, file } = await openNotes({ logBytes });
  const size = () => statSync(`${file}-wal`).size;
  const text = "y".repeat(4000);
  const writeUntil = async (isDone: () => boolean) => {
    for (let count = 0; !isDone(); count++) {
      expect(count).toBeLessThan(5_000);
      await write(db, text);
    }
  };
  await writeUntil(() => size() > logBytes);
  await writeUntil(() => size() < logBytes);

  const other = new DatabaseSync(file, { readOnly: true });
  other.exec("begin; select count(*) from notes");
  await writeUntil(() => size() > 2 * logBytes);
  other.exec("rollback");
  other.close();
  await writeUntil(() => size() < logBytes);
});
