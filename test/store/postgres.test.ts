import { sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { StoreUnavailable } from "../../src/record/store-unavailable.ts";
import { openStore } from "../../src/store/open-store.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { aChange } from "../support/changes.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { testStoreContract } from "./contract.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.remove());

testStoreContract("PostgreSQL", async () => ({ url: await postgres.freshDatabase(), file: "unused" }));

async function openFresh(): Promise<{ store: Store; url: string }> {
  const url = await postgres.freshDatabase();
  const store = await openStore<Summary>({ url, file: "unused" });
  onTestFinished(() => store.close());
  return { store, url };
}

test("while the server is away every call says so, and all works again after, without a restart", async () => {
  const { store } = await openFresh();
  await store.append(aChange());
  await postgres.halt();
  try {
    await expect(store.append(aChange({ expectedVersion: 1 }))).rejects.toThrow(StoreUnavailable);
    await expect(store.load("INC-1")).rejects.toThrow(StoreUnavailable);
    await expect(store.claimDue({ now: "2026", leaseMs: 1, owner: "o", limit: 1 })).rejects.toThrow(
      StoreUnavailable,
    );
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
    await expect(openStore({ url: "postgres://postgres:x@127.0.0.1:1/x", file: "" })).rejects.toThrow(
      StoreUnavailable,
    );
  } finally {
    await postgres.resume();
  }
  expect(await store.append(aChange({ expectedVersion: 1 }))).toBe("appended");
  expect(await store.load("INC-1")).toHaveLength(2);
});

test("connections cut under load: every append is saved or refused as unavailable, and later ones work", async () => {
  const { store, url } = await openFresh();
  const saved: string[] = [];
  const refusals: unknown[] = [];
  let number = 0;
  async function appendUntilRefused(): Promise<void> {
    while (refusals.length === 0) {
      const stream = `INC-${++number}`;
      const append = store.append(aChange({ stream }));
      await append.then(() => saved.push(stream)).catch((error: unknown) => refusals.push(error));
    }
  }
  const load = Promise.all(Array.from({ length: 10 }, appendUntilRefused));
  const cut =
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'clay-incident'";
  while (refusals.length === 0) await postgres.execute(url, cut);
  await load;

  for (const refusal of refusals) expect(refusal).toBeInstanceOf(StoreUnavailable);
  for (const stream of saved) expect(await store.load(stream)).toHaveLength(1);
  expect(await store.append(aChange({ stream: `INC-${++number}` }))).toBe("appended");
});

test("a process that dies within a transaction does not keep its rows locked for hours", async () => {
  const { db } = openPostgres(await postgres.freshDatabase());
  onTestFinished(() => db.destroy());
  const { rows } = await sql`show idle_in_transaction_session_timeout`.execute(db);
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: "10s" }]);
});

test("a login that is refused is said as such", async () => {
  const url = (await postgres.freshDatabase()).replace("local@", "wrong@");
  await expect(openStore({ url, file: "unused" })).rejects.toThrow(/password authentication failed/);
});
