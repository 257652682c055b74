import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Summary } from "../../src/incident/summary.ts";
import { openStore } from "../../src/store/open-store.ts";
import { aChange } from "../support/changes.ts";
import { runClayIncident } from "../support/command-line.ts";
import { openFolder } from "../support/store.ts";

async function openRecord() {
  const cwd = await openFolder();
  writeFileSync(join(cwd, ".env"), "DATABASE_FILE=state.db\n");
  const store = await openStore<Summary>({ file: join(cwd, "state.db") });
  await store.append(aChange({ events: [{ type: "incident.noted", text: "Rows are refused" }] }));
  return { cwd, store };
}

test("export writes the whole record as JSON, also by a name in lower case", async () => {
  const { cwd, store } = await openRecord();
  await store.close();
  const { exitCode, stdout } = await runClayIncident(["export", "inc-1", "--json"], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    stream: "INC-1",
    summary: { title: "Webhook refuses rows" },
    events: [{ version: 1, event: { type: "incident.noted", text: "Rows are refused" } }],
  });
  expect(exitCode).toBe(0);
});

test("export of a record that is not there ends with 1", async () => {
  const { cwd, store } = await openRecord();
  await store.close();
  const { exitCode, stderr, stdout } = await runClayIncident(["export", "INC-7"], { cwd });
  expect({ exitCode, stderr, stdout }).toEqual({
    exitCode: 1,
    stderr: "There is no record INC-7.\n",
    stdout: "",
  });
});

test("backup copies the record while the bot has it open, and the copy can be used", async () => {
  const { cwd, store } = await openRecord();
  const { exitCode, stdout } = await runClayIncident(["backup", "copy.db"], { cwd });
  await store.close();
  expect(stdout).toBe("Copied state.db to copy.db.\n");
  expect(exitCode).toBe(0);
  const copied = await runClayIncident(["export", "INC-1"], { cwd, env: { DATABASE_FILE: "copy.db" } });
  expect(JSON.parse(copied.stdout).events).toHaveLength(1);
});

test("backup says where it looked when there is no record", async () => {
  const { exitCode, stderr } = await runClayIncident(["backup", "copy.db"], { cwd: await openFolder() });
  expect(stderr).toContain("There is no record at data/clay-incident.db");
  expect(exitCode).toBe(2);
});
