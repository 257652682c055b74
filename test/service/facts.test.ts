import { expect, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import { addMinutes } from "../../src/lib/time.ts";
import { createFacts } from "../../src/service/facts.ts";
import { createIncidents, incidentKind } from "../../src/service/incidents.ts";
import { listAll } from "../../src/service/list-all.ts";
import { aChange, monday, responder } from "../support/changes.ts";
import { createTestEngine } from "../support/engine.ts";
import { rules, webhookLimit } from "../support/incidents.ts";
import { openTestStore } from "../support/store.ts";

const by = { by: responder };

async function openIncidents() {
  const loads: string[] = [];
  const store = await openTestStore();
  const counted: Store = {
    ...store,
    load: (stream, after) => {
      loads.push(stream);
      return store.load(stream, after);
    },
  };
  const engine = createTestEngine(store);
  const kind = incidentKind(rules);
  const incidents = createIncidents({ ...engine, kind, runbookHash: "", duplicateWindowMinutes: 1 });
  return { ...engine, incidents, facts: createFacts(counted), loads };
}

test("facts are read from the record, and again only of an incident in which something happened or fell due", async () => {
  const { incidents, facts, clock, loads } = await openIncidents();
  const first = await incidents.declare(webhookLimit, by, { anyway: true });
  await incidents.declare({ ...webhookLimit, drill: true }, by, { anyway: true });
  clock.moveMinutes(5);
  await incidents.change(first.stream, { type: "resolve", resolution: "Mended" }, by);
  const open = await incidents.declare(webhookLimit, by, { anyway: true });

  const told = await facts.since(monday, clock.now());
  expect(told.map(({ name }) => name).sort()).toEqual([first.stream, open.stream]);
  expect(told.find(({ name }) => name === first.stream)?.toResolveMs).toBe(5 * 60_000);
  loads.length = 0;
  expect(await facts.since(monday, clock.now())).toEqual(told);
  expect(loads).toEqual([]);
  await incidents.change(open.stream, { type: "note", text: "Rows arrive again" }, by);
  expect(await facts.since(monday, clock.now())).toEqual(told);
  expect(loads).toEqual([open.stream]);

  const missed = (all: typeof told) =>
    all.reduce((sum, one) => sum + one.responses.missed + one.updates.missed, 0);
  expect(missed(told)).toBe(0);
  clock.moveMinutes(24 * 60);
  expect(missed(await facts.since(monday, clock.now()))).toBeGreaterThan(0);

  await incidents.change(first.stream, { type: "reopen", reason: "Again" }, by);
  expect((await facts.since(monday, clock.now())).filter((one) => one.open)).toHaveLength(2);
});

test("an incident made private after it was over is private from then on", async () => {
  const { incidents, facts, clock } = await openIncidents();
  const { stream } = await incidents.declare(webhookLimit, by, { anyway: true });
  await incidents.change(stream, { type: "resolve", resolution: "Mended" }, by);
  expect((await facts.since(monday, clock.now()))[0]?.private).toBe(false);
  await incidents.change(stream, { type: "make_private" }, by);
  expect((await facts.since(monday, clock.now()))[0]?.private).toBe(true);
});

test("incidents declared before the window are not read", async () => {
  const { incidents, facts, clock, loads } = await openIncidents();
  await incidents.declare(webhookLimit, by, { anyway: true });
  expect(await facts.since(addMinutes(monday, 1), clock.now())).toEqual([]);
  expect(loads).toEqual([]);
});

test("all records are listed once each, also when many began in the same moment", async () => {
  const store = await openTestStore();
  for (let i = 1; i <= 1_100; i++) {
    const startedAt = addMinutes(monday, Math.floor(i / 300));
    await store.append(aChange({ stream: `INC-${i}`, summary: { startedAt } }));
  }
  const names: string[] = [];
  for await (const { stream } of listAll(store, { kind: "incident" })) names.push(stream);
  expect(names).toHaveLength(1_100);
  expect(new Set(names).size).toBe(1_100);
});
