import { describe, expect, onTestFinished, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { addMilliseconds, addMinutes } from "../../src/lib/time.ts";
import type { Delivery } from "../../src/record/ports.ts";
import { createStates } from "../../src/record/states.ts";
import { openDatabase, openStore, type StorePlace } from "../../src/store/open-store.ts";
import { migrate } from "../../src/store/schema/migrate.ts";
import { type Migration, migrations } from "../../src/store/schema/migrations.ts";
import type { Upcasters } from "../../src/store/schema/upcast.ts";
import { loadStream } from "../../src/store/streams.ts";
import { aChange, aSummary, monday, responder } from "../support/changes.ts";
import { createCounter } from "../support/counter.ts";
import { startAppender } from "../support/processes.ts";

/** The promises of every store, whichever database keeps them. `freshPlace` names an empty database. */
export function testStoreContract(name: string, freshPlace: () => Promise<StorePlace>): void {
  async function open(place: StorePlace, upcasters?: Upcasters): Promise<Store> {
    const store = await openStore<Summary>(place, upcasters);
    onTestFinished(() => store.close());
    return store;
  }
  const openFresh = async () => open(await freshPlace());
  const claim = (owner: string, now = monday) => ({ now, leaseMs: 30_000, owner, limit: 10 });

  describe(`${name}: events`, () => {
    test("what was appended is read back in order, by another process too", async () => {
      const place = await freshPlace();
      const store = await open(place);
      const first = aChange({ types: ["incident.declared", "incident.severitySet"] });
      const second = aChange({ expectedVersion: 2, at: addMinutes(monday, 1) });
      expect(await store.append(first)).toBe("appended");
      expect(await store.append(second)).toBe("appended");

      const other = await open(place);
      expect(await other.load("INC-1")).toEqual([...first.events, ...second.events]);
      expect(await other.load("INC-1", 2)).toEqual(second.events);
      expect(await other.load("INC-2")).toEqual([]);
    });

    test("any text people type comes back as typed", async () => {
      const store = await openFresh();
      const text = `& < > 'quoted" \u{1F525} שלום \u0000 \ud800 \\ ${"x".repeat(3001)}`;
      const change = aChange({ events: [{ type: "incident.noted", text }], summary: { title: text } });
      await store.append(change);
      expect(await store.load("INC-1")).toEqual(change.events);
      expect((await store.summary("INC-1"))?.title).toBe(text);
    });

    test("of many appends to the same version exactly one wins", async () => {
      const place = await freshPlace();
      const stores = [await open(place), await open(place)];
      await stores[0]!.append(aChange());
      const racing = Array.from({ length: 10 }, (_, i) =>
        stores[i % 2]!.append(aChange({ expectedVersion: 1, events: [{ type: "incident.noted", by: i }] })),
      );
      const outcomes = await Promise.all(racing);
      expect(outcomes.filter((outcome) => outcome === "appended")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(9);
      expect(await stores[0]!.load("INC-1")).toHaveLength(2);
    });

    test("of many openings of the same stream exactly one wins", async () => {
      const place = await freshPlace();
      const stores = [await open(place), await open(place)];
      const outcomes = await Promise.all([0, 1, 0, 1].map((i) => stores[i]!.append(aChange())));
      expect(outcomes.filter((outcome) => outcome === "appended")).toHaveLength(1);
      expect(await stores[0]!.load("INC-1")).toHaveLength(1);
    });

    test("an append to a stream deleted meanwhile is a conflict", async () => {
      const store = await openFresh();
      await store.append(aChange());
      await store.deleteStream("INC-1");
      expect(await store.append(aChange({ expectedVersion: 1 }))).toBe("conflict");
      expect(await store.summary("INC-1")).toBeUndefined();
    });

    test("a request is carried out once, however often and wherever it arrives", async () => {
      const place = await freshPlace();
      const stores = [await open(place), await open(place)];
      await stores[0]!.append(aChange());
      const racing = Array.from({ length: 11 }, (_, i) =>
        stores[i % 2]!.append(aChange({ expectedVersion: 1, receipt: "click 1" })),
      );
      const outcomes = await Promise.all(racing);
      expect(outcomes.filter((outcome) => outcome === "appended")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "duplicate")).toHaveLength(10);
      expect(await stores[1]!.findReceipt("click 1")).toBe("INC-1");
      expect(await stores[1]!.findReceipt("click 2")).toBeUndefined();
    });

    test("a conflict keeps no receipt, so that the request can be tried again", async () => {
      const store = await openFresh();
      await store.append(aChange());
      expect(await store.append(aChange({ receipt: "click 1" }))).toBe("conflict");
      expect(await store.findReceipt("click 1")).toBeUndefined();
      expect(await store.append(aChange({ expectedVersion: 1, receipt: "click 1" }))).toBe("appended");
    });

    test("old receipts are forgotten, new ones kept", async () => {
      const store = await openFresh();
      await store.append(aChange({ receipt: "old" }));
      await store.append(aChange({ expectedVersion: 1, at: addMinutes(monday, 60), receipt: "new" }));
      expect(await store.forgetReceipts(addMinutes(monday, 30))).toBe(1);
      expect(await store.findReceipt("old")).toBeUndefined();
      expect(await store.findReceipt("new")).toBe("INC-1");
    });

    test("an event written in an older format is read in today's", async () => {
      const place = await freshPlace();
      const before = await open(place);
      await before.append(aChange({ events: [{ type: "incident.noted", words: "Rows are missing" }] }));

      const today = await open(place, {
        "incident.noted": [
          ({ words, ...event }) => ({ ...event, note: words }),
          ({ note, ...event }) => ({ ...event, note: { text: note } }),
        ],
      });
      await today.append(
        aChange({
          expectedVersion: 1,
          events: [{ type: "incident.noted", note: { text: "Rows are back" } }],
        }),
      );
      expect((await today.load("INC-1")).map(({ event }) => event)).toEqual([
        { type: "incident.noted", note: { text: "Rows are missing" } },
        { type: "incident.noted", note: { text: "Rows are back" } },
      ]);
      await expect(before.load("INC-1")).rejects.toThrow(
        /format 3; this clay-incident reads formats up to 1/,
      );
    });

    describe("a rewrite", () => {
      const replace = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll("U1", "U9"));
      const rewriting = { now: addMinutes(monday, 5), replace };

      test("changes events, summary, deliveries and receipts of one stream, and says so in an event", async () => {
        const store = await openFresh();
        await store.append(aChange({ summary: { leadId: "U1" }, receipt: "click U1" }));
        await store.append(aChange({ stream: "INC-2" }));
        const delivery = { fingerprint: "f", attempts: 1, updatedAt: monday } as const;
        await store.saveDelivery("INC-1", { ...delivery, slot: "dm U1", state: "delivered", ref: {} });
        await store.saveDelivery("INC-1", {
          ...delivery,
          slot: "members",
          state: "failed",
          ref: { invited: "U1" },
          error: "U1 left",
        });

        expect(await store.rewrite("INC-1", rewriting)).toBe(true);
        const [first, added] = await store.load("INC-1");
        expect(first).toMatchObject({
          version: 1,
          at: monday,
          by: { id: "U9" },
          event: { type: "incident.noted" },
        });
        expect(added).toMatchObject({ version: 2, at: rewriting.now, event: { type: "record.rewritten" } });
        expect(await store.summary("INC-1")).toMatchObject({ leadId: "U9" });
        expect(await store.deliveries("INC-1")).toMatchObject([
          { slot: "members", ref: { invited: "U9" }, error: "U9 left", state: "failed" },
        ]);
        expect(await store.findReceipt("click U1")).toBeUndefined();
        expect(await store.load("INC-2")).toMatchObject([{ by: { id: "U1" } }]);
      });

      test("makes the stream due", async () => {
        const store = await openFresh();
        await store.append(aChange());
        const [item] = await store.claimDue(claim("a"));
        await store.settle(item!, "a", { dueAt: null, attempts: 0, at: monday });
        await store.rewrite("INC-1", rewriting);
        expect(await store.nextDueAt()).toBe(rewriting.now);
      });

      test("that changes nothing leaves the stream at its version", async () => {
        const store = await openFresh();
        await store.append(aChange());
        expect(await store.rewrite("INC-1", { ...rewriting, replace: (value) => value })).toBe(false);
        expect(await store.rewrite("INC-7", rewriting)).toBe(false);
        expect(await store.append(aChange({ expectedVersion: 1 }))).toBe("appended");
      });

      test("that fails midway changes nothing", async () => {
        const store = await openFresh();
        await store.append(aChange({ types: ["a", "b"] }));
        let left = 3;
        const failing = (value: unknown) => {
          if (left-- === 0) throw new Error("midway");
          return replace(value);
        };
        await expect(store.rewrite("INC-1", { ...rewriting, replace: failing })).rejects.toThrow("midway");
        expect(await store.load("INC-1")).toMatchObject([{ by: { id: "U1" } }, { by: { id: "U1" } }]);
        expect(await store.summary("INC-1")).toBeDefined();
      });

      test("is seen by whoever holds the stream in memory, and an append decided before it is a conflict", async () => {
        const place = await freshPlace();
        const store = await open(place);
        const names: string[] = [];
        const record = createCounter();
        const reading = {
          ...record,
          decider: {
            ...record.decider,
            evolve: (
              state: typeof record.decider.initial,
              recorded: Parameters<typeof record.decider.evolve>[1],
            ) => {
              if (recorded.by.kind === "person") names.push(recorded.by.id);
              return state;
            },
          },
        };
        const states = createStates(store);
        await store.append(aChange());
        await states.load(reading, "INC-1");
        await (await open(place)).rewrite("INC-1", rewriting);
        expect(await store.append(aChange({ expectedVersion: 1 }))).toBe("conflict");
        expect((await states.load(reading, "INC-1")).version).toBe(2);
        expect(names).toEqual(["U1", "U9"]);
      });

      test("of the values kept by key changes them, and takes those out whose key changes", async () => {
        const store = await openFresh();
        await store.writeValue("home U1", "seen");
        await store.writeValue("group", "U1 U2");
        await store.rewriteValues(replace);
        expect(await store.readValue("home U1")).toBeUndefined();
        expect(await store.readValue("group")).toBe("U9 U2");
      });
    });

    test("a deleted stream leaves nothing behind, and its number is not given out again", async () => {
      const store = await openFresh();
      await store.append(aChange({ stream: "INC-1" }));
      await store.append(aChange({ stream: "INC-2", receipt: "click" }));
      await store.saveDelivery("INC-2", aDelivery({ slot: "channel" }));
      await store.deleteStream("INC-2");

      expect(await store.load("INC-2")).toEqual([]);
      expect(await store.summary("INC-2")).toBeUndefined();
      expect(await store.deliveries("INC-2")).toEqual([]);
      expect(await store.findReceipt("click")).toBeUndefined();
      expect((await store.claimDue(claim("one"))).map(({ stream }) => stream)).toEqual(["INC-1"]);
      expect(await store.highestNumber()).toBe(2);
    });
  });

  describe(`${name}: summaries`, () => {
    test("the summary is the one of the last append", async () => {
      const store = await openFresh();
      await store.append(aChange());
      const later = aChange({
        expectedVersion: 1,
        summary: { status: "resolved", open: false, extra: { a: [1] } },
      });
      await store.append(later);
      expect(await store.summary("INC-1")).toEqual(later.summary);
      expect(await store.summaries({ kind: "incident" })).toEqual([later.summary]);
    });

    test("lists show the newest first and page by start", async () => {
      const store = await openFresh();
      for (let n = 1; n <= 5; n++) {
        const startedAt = addMinutes(monday, n);
        await store.append(aChange({ stream: `INC-${n}`, summary: { startedAt } }));
      }
      const names = async (query: object) =>
        (await store.summaries({ kind: "incident", ...query })).map(({ stream }) => stream);
      expect(await names({ limit: 2 })).toEqual(["INC-5", "INC-4"]);
      expect(await names({ limit: 2, startedBefore: addMinutes(monday, 4) })).toEqual(["INC-3", "INC-2"]);
      expect(await names({ startedAfter: addMinutes(monday, 4) })).toEqual(["INC-5"]);
    });

    test("lists are narrowed by kind, by what is open and by channel", async () => {
      const store = await openFresh();
      await store.append(aChange({ stream: "INC-1", summary: { open: false, channelId: "C1" } }));
      await store.append(aChange({ stream: "INC-2", summary: { channelId: "C2" } }));
      await store.append(aChange({ stream: "TRI-a", kind: "triage", summary: { channelId: "C2" } }));
      const names = async (query: Parameters<Store["summaries"]>[0]) =>
        (await store.summaries(query)).map(({ stream }) => stream);
      expect(await names({ kind: "incident", open: true })).toEqual(["INC-2"]);
      expect(await names({ kind: "incident", open: false })).toEqual(["INC-1"]);
      expect(await names({ kind: "incident", channelId: "C2" })).toEqual(["INC-2"]);
      expect(await names({ kind: "triage" })).toEqual(["TRI-a"]);
    });

    test("incidents with something still to be done are found among all, and no more once it is done", async () => {
      const store = await openFresh();
      const openItems = [{ item: "A1", text: "Alert on the limit", ownerId: "U1", dueAt: null }];
      await store.append(aChange({ stream: "INC-1", summary: { open: false, extra: { openItems } } }));
      await store.append(aChange({ stream: "INC-2", summary: { extra: { openItems: [] } } }));
      const names = async () =>
        (await store.summaries({ kind: "incident", withOpenItems: true })).map(({ stream }) => stream);
      expect(await names()).toEqual(["INC-1"]);
      await store.append(
        aChange({ stream: "INC-1", expectedVersion: 1, summary: { extra: { openItems: [] } } }),
      );
      expect(await names()).toEqual([]);
    });

    test("the highest number is the highest, not the last in the alphabet", async () => {
      const store = await openFresh();
      expect(await store.highestNumber()).toBe(0);
      for (const stream of ["INC-9", "INC-10", "TRI-a"]) {
        await store.append(aChange({ stream, kind: stream === "TRI-a" ? "triage" : "incident" }));
      }
      expect(await store.highestNumber()).toBe(10);
      expect(await store.summary("INC-10")).toEqual(aSummary({ stream: "INC-10", number: 10 }));
    });

    test("versions tell of the records that began since how far each has come", async () => {
      const store = await openFresh();
      for (const number of [1, 2, 3]) {
        const summary = { startedAt: addMinutes(monday, number) };
        await store.append(aChange({ stream: `INC-${number}`, summary }));
      }
      await store.append(aChange({ stream: "INC-2", expectedVersion: 1 }));
      expect(await store.versions("incident", addMinutes(monday, 2))).toEqual([
        { stream: "INC-3", version: 1 },
        { stream: "INC-2", version: 2 },
      ]);
      expect(await store.versions("triage", monday)).toEqual([]);
    });
  });

  describe(`${name}: work`, () => {
    test("a stream is due from the moment given, and claimed by one process only", async () => {
      const place = await freshPlace();
      const stores = [await open(place), await open(place)];
      for (let n = 1; n <= 6; n++) await stores[0]!.append(aChange({ stream: `INC-${n}` }));
      expect(await stores[0]!.claimDue(claim("early", addMilliseconds(monday, -1)))).toEqual([]);

      const claims = await Promise.all([0, 1, 0, 1].map((i) => stores[i]!.claimDue(claim(`process ${i}`))));
      const claimed = claims.flat().map(({ stream }) => stream);
      expect(claimed.sort()).toEqual(["INC-1", "INC-2", "INC-3", "INC-4", "INC-5", "INC-6"]);
    });

    test("the streams longest due are claimed first, no more than asked for", async () => {
      const store = await openFresh();
      for (const n of [3, 1, 2])
        await store.append(aChange({ stream: `INC-${n}`, at: addMinutes(monday, n) }));
      const claimed = await store.claimDue({ ...claim("one", addMinutes(monday, 9)), limit: 2 });
      expect(claimed.map(({ stream }) => stream).sort()).toEqual(["INC-1", "INC-2"]);
    });

    test("a lease holds whatever any clock says, until it is broken; its owner is told so", async () => {
      const store = await openFresh();
      await store.append(aChange());
      const [first] = await store.claimDue(claim("first"));
      expect(await store.claimDue(claim("second", addMinutes(monday, 60)))).toEqual([]);
      const [lease] = await store.leases();
      expect(lease).toEqual({ stream: "INC-1", owner: "first", until: addMilliseconds(monday, 30_000) });
      await store.breakLease(lease!);
      expect(await store.claimDue(claim("second"))).toHaveLength(1);

      expect(await store.renewLease(first!, "first", addMinutes(monday, 5))).toBe(false);
      await store.settle(first!, "first", { dueAt: null, attempts: 0, at: monday });
      expect((await store.leases()).map(({ owner }) => owner)).toEqual(["second"]);
    });

    test("a lease that was renewed or given back meanwhile is not broken", async () => {
      const store = await openFresh();
      await store.append(aChange());
      const [item] = await store.claimDue(claim("first"));
      const [seen] = await store.leases();
      expect(await store.renewLease(item!, "first", addMinutes(monday, 5))).toBe(true);
      await store.breakLease(seen!);
      expect(await store.claimDue(claim("second", addMinutes(monday, 4)))).toEqual([]);
      await store.settle(item!, "first", { dueAt: addMinutes(monday, 15), attempts: 0, at: monday });
      await store.breakLease(seen!);
      expect(await store.leases()).toEqual([]);
    });

    test("what a clock ahead of ours put off is due now, what was put off by ours when it said", async () => {
      const store = await openFresh();
      for (const stream of ["INC-1", "INC-2"]) await store.append(aChange({ stream }));
      const [one, two] = await store.claimDue(claim("first"));
      const at = addMinutes(monday, 10);
      await store.settle(one!, "first", { dueAt: addMilliseconds(at, 1000), attempts: 0, at });
      await store.settle(two!, "first", { dueAt: addMinutes(monday, 1), attempts: 0, at: monday });
      expect((await store.claimDue(claim("second"))).map(({ stream }) => stream)).toEqual(["INC-1"]);
    });

    test("a settled stream is due when it asked to be, or never", async () => {
      const store = await openFresh();
      await store.append(aChange({ stream: "INC-1" }));
      await store.append(aChange({ stream: "INC-2" }));
      const [one, two] = await store.claimDue(claim("first"));
      await store.settle(one!, "first", { dueAt: addMinutes(monday, 15), attempts: 3, at: monday });
      await store.settle(two!, "first", { dueAt: null, attempts: 0, at: monday });
      expect(await store.nextDueAt()).toBe(addMinutes(monday, 15));
      expect(await store.claimDue(claim("first", addMinutes(monday, 14)))).toEqual([]);
      const [again] = await store.claimDue(claim("first", addMinutes(monday, 15)));
      expect(again).toMatchObject({ stream: "INC-1", attempts: 3 });
    });

    test("events appended during a pass make the stream due at once", async () => {
      const store = await openFresh();
      await store.append(aChange());
      const [item] = await store.claimDue(claim("first"));
      await store.append(aChange({ expectedVersion: 1, at: addMinutes(monday, 1) }));
      await store.settle(item!, "first", { dueAt: addMinutes(monday, 60), attempts: 0, at: monday });
      const [again] = await store.claimDue(claim("first", addMinutes(monday, 1)));
      expect(again?.generation).toBe(item!.generation + 1);
    });

    test("an append does not put off what is due earlier", async () => {
      const store = await openFresh();
      await store.append(aChange());
      await store.append(aChange({ expectedVersion: 1, dueAt: addMinutes(monday, 60) }));
      expect(await store.nextDueAt()).toBe(monday);
      await store.append(aChange({ expectedVersion: 2, dueAt: null }));
      expect(await store.nextDueAt()).toBe(monday);
    });

    test("a poke makes a stream due now, also during a pass and when nothing was to come", async () => {
      const store = await openFresh();
      await store.append(aChange());
      const [item] = await store.claimDue(claim("first"));
      await store.settle(item!, "first", { dueAt: null, attempts: 0, at: monday });
      expect(await store.nextDueAt()).toBeNull();

      await store.poke("INC-1", addMinutes(monday, 5));
      expect(await store.nextDueAt()).toBe(addMinutes(monday, 5));
      const [second] = await store.claimDue(claim("first", addMinutes(monday, 5)));
      await store.poke("INC-1", addMinutes(monday, 6));
      await store.settle(second!, "first", { dueAt: null, attempts: 0, at: monday });
      expect(await store.claimDue(claim("first", addMinutes(monday, 6)))).toHaveLength(1);
    });
  });

  describe(`${name}: processes`, () => {
    const counter = createCounter();
    const addsOf = async (store: Store) => (await createStates(store).load(counter, "INC-1")).state.adds;

    test("killed in the middle of appends, nothing acknowledged is lost and nothing is half there", async () => {
      const place = await freshPlace();
      const acknowledged: string[] = [];
      for (const [round, count] of [1, 7, 40].entries()) {
        const appender = startAppender(place, `process ${round}`, 10_000);
        await appender.reached(count);
        await appender.kill();
        acknowledged.push(...appender.acknowledged);
      }
      const store = await open(place);
      const adds = await addsOf(store);
      expect(new Set(adds).size).toBe(adds.length);
      expect(adds).toEqual(expect.arrayContaining(acknowledged));
      expect(adds.length).toBeLessThanOrEqual(acknowledged.length + 3);
      expect((await store.summary("INC-1"))?.title).toBe(`Count ${adds.length}`);
      for (const add of adds) expect(await store.findReceipt(add)).toBe("INC-1");
      expect((await store.load("INC-1")).map(({ version }) => version)).toEqual(adds.map((_, i) => i + 1));
    });

    test("two that change the same record at once do each other no harm", async () => {
      const place = await freshPlace();
      const appenders = ["one", "two"].map((process) => startAppender(place, process, 50));
      const ends = await Promise.all(appenders.map((appender) => appender.ended()));
      expect(ends).toEqual([
        { code: 0, stderr: "" },
        { code: 0, stderr: "" },
      ]);
      const adds = await addsOf(await open(place));
      expect(adds).toHaveLength(100);
      expect(new Set(adds)).toEqual(new Set(appenders.flatMap((appender) => appender.acknowledged)));
    });

    test("several that start on an empty database at once make its schema once", async () => {
      const place = await freshPlace();
      const openers = [1, 2, 3].map((n) => startAppender(place, `process ${n}`, 0));
      const ends = await Promise.all(openers.map((opener) => opener.ended()));
      expect(ends).toEqual(Array(3).fill({ code: 0, stderr: "" }));
      expect(await (await open(place)).load("INC-1")).toEqual([]);
    });
  });

  describe(`${name}: schema`, () => {
    const addColumn: Migration = async (db, text) => {
      await db.schema.alterTable("events").addColumn("mood", text).execute();
    };
    const storedEvent = {
      ...{ stream: "INC-1", version: 1, kind: "incident", type: "incident.noted", format: 1, at: monday },
      ...{ by: JSON.stringify(responder), body: JSON.stringify({ type: "incident.noted" }) },
    };

    async function migrateFurther(place: StorePlace, ...steps: Migration[]): Promise<void> {
      const database = await openDatabase(place);
      onTestFinished(() => database.db.destroy());
      await migrate(database, [...migrations, ...steps]);
    }

    test("each older schema of ours is brought up to date, its records kept", async () => {
      for (let version = 1; version < migrations.length; version++) {
        const place = await freshPlace();
        const database = await openDatabase(place);
        await migrate(database, migrations.slice(0, version));
        await database.db.insertInto("events").values(storedEvent).execute();
        await database.db.destroy();
        const store = await open(place);
        expect(
          (await store.load("INC-1")).map(({ at }) => at),
          `from ${version}`,
        ).toEqual([storedEvent.at]);
        expect(await store.append(aChange({ stream: "INC-2" }))).toBe("appended");
      }
    });

    test("an older schema is brought up to date, its records kept, while an older process works on", async () => {
      const place = await freshPlace();
      const older = await open(place);
      await older.append(aChange());
      await migrateFurther(place, addColumn);
      expect(await older.append(aChange({ expectedVersion: 1 }))).toBe("appended");
      expect(await older.load("INC-1")).toHaveLength(2);
    });

    test("a newer schema is refused with what to do, and left alone", async () => {
      const place = await freshPlace();
      await migrateFurther(place, addColumn, async () => {});
      const found = migrations.length + 2;
      await expect(openStore(place)).rejects.toThrow(
        `The database has schema version ${found}; this clay-incident knows versions up to ${migrations.length}. ` +
          "Start the newer clay-incident that wrote it, or restore the backup made before the upgrade.",
      );
      await migrateFurther(place, addColumn, async () => {});
    });

    test("a step that fails leaves the schema as it was", async () => {
      const place = await freshPlace();
      await (await open(place)).append(aChange());
      const broken: Migration = async () => {
        throw new Error("a step with a mistake");
      };
      await expect(migrateFurther(place, addColumn, broken)).rejects.toThrow("a step with a mistake");
      await migrateFurther(place, addColumn);
      expect(await (await freshlyOpened(place)).load("INC-1")).toHaveLength(1);
    });

    /** Opens a database that has one step more than ours, as the program that knows the step would. */
    async function freshlyOpened(place: StorePlace): Promise<Pick<Store, "load">> {
      const database = await openDatabase(place);
      onTestFinished(() => database.db.destroy());
      return { load: (stream) => loadStream(database.db, {}, stream, 0) };
    }
  });

  describe(`${name}: deliveries and values`, () => {
    test("a delivery is kept slot by slot, the newest state over the one before", async () => {
      const store = await openFresh();
      const intended = aDelivery({ slot: "message:notification", state: "intended", ref: {}, attempts: 1 });
      const delivered = aDelivery({
        slot: "message:notification",
        ref: { channel: "C1", ts: "1.2" },
        attempts: 1,
      });
      const failed = aDelivery({ slot: "topic", state: "failed", error: "missing_scope" });
      for (const delivery of [intended, failed, delivered]) await store.saveDelivery("INC-1", delivery);
      await store.saveDelivery("INC-2", intended);
      expect(await store.deliveries("INC-1")).toEqual([delivered, failed]);

      const { error: _, ...mended } = { ...failed, state: "delivered" as const };
      await store.saveDelivery("INC-1", mended);
      expect(await store.deliveries("INC-1")).toEqual([delivered, mended]);
    });

    test("a value survives the process that wrote it", async () => {
      const place = await freshPlace();
      const first = await openStore<Summary>(place);
      expect(await first.readValue("cursor")).toBeUndefined();
      await first.writeValue("cursor", "1");
      await first.writeValue("cursor", "2");
      await first.close();
      const again = await open(place);
      expect(await again.readValue("cursor")).toBe("2");
      await again.removeValue("cursor");
      await again.removeValue("cursor");
      expect(await again.readValue("cursor")).toBeUndefined();
    });

    test("an open store answers, a closed one does not", async () => {
      const store = await openStore<Summary>(await freshPlace());
      await store.ping();
      await store.close();
      await expect(store.ping()).rejects.toThrow();
    });

    test("a message is found among those of open records by its place", async () => {
      const store = await openFresh();
      const place = { channel: "C1", ts: "1700000000.000100" };
      for (const number of [1, 2, 3]) {
        await store.append(aChange({ stream: `INC-${number}`, summary: { open: number !== 3 } }));
        const ref = { ...place, ts: `1700000000.000${number === 2 ? 1 : 3}00` };
        await store.saveDelivery(`INC-${number}`, aDelivery({ slot: "announcement", ref }));
      }
      await store.saveDelivery("INC-3", aDelivery({ slot: "announcement", ref: place }));
      const found = await store.deliveredAs("incident", place);
      expect(found).toEqual([{ stream: "INC-2", delivery: aDelivery({ slot: "announcement", ref: place }) }]);
      expect(await store.deliveredAs("incident", { ...place, channel: "C2" })).toEqual([]);
    });
  });

  describe(`${name}: looks`, () => {
    const looked = { at: monday, by: "one" };
    const row = (target: string, minutes: number, outcome = "ok") => ({
      target,
      at: addMinutes(monday, minutes),
      outcome,
      code: `api.${outcome}`,
      value: null,
    });

    test("a round is kept whole: who looked when, changes, what is remembered", async () => {
      const place = await freshPlace();
      const store = await open(place);
      await store.keepLooks({
        looked,
        samples: [row("api:a", 0), { ...row("meter:b", 0), value: 43_180.5 }],
        targets: [{ target: "api:a", body: { memory: { broken: false } } }],
      });
      const other = await open(place);
      expect(await other.looked()).toEqual(looked);
      expect(await other.targets()).toEqual([{ target: "api:a", body: { memory: { broken: false } } }]);
      expect(await other.samples({ target: "api:a" })).toEqual([row("api:a", 0)]);
      expect(await other.samples({ target: "meter:b" })).toEqual([{ ...row("meter:b", 0), value: 43_180.5 }]);
    });

    test("a round written again changes nothing; a later one writes over what is remembered", async () => {
      const store = await openFresh();
      const round = { looked, samples: [row("api:a", 0)], targets: [{ target: "api:a", body: { n: 1 } }] };
      await store.keepLooks(round);
      await store.keepLooks(round);
      expect(await store.samples({ target: "api:a" })).toHaveLength(1);
      await store.keepLooks({ ...round, targets: [{ target: "api:a", body: { n: 2 } }] });
      expect(await store.targets()).toEqual([{ target: "api:a", body: { n: 2 } }]);
      await store.keepLooks({ looked, samples: [], targets: [], gone: ["api:a"] });
      expect(await store.targets()).toEqual([]);
    });

    test("samples since a moment begin with the one that held then; the newest come when there are too many", async () => {
      const store = await openFresh();
      const samples = [0, 10, 20, 30].map((minutes) => row("api:a", minutes));
      await store.keepLooks({ looked, samples: [...samples, row("api:b", 12)], targets: [] });
      expect(await store.samples({ target: "api:a", since: addMinutes(monday, 15) })).toEqual(
        samples.slice(1),
      );
      expect(await store.samples({ target: "api:a", since: addMinutes(monday, -5) })).toEqual(samples);
      expect(await store.samples({ target: "api:a", limit: 2 })).toEqual(samples.slice(2));
    });

    test("old samples are forgotten, and the newest of each target stays", async () => {
      const store = await openFresh();
      const samples = [row("api:a", 0), row("api:a", 10), row("api:a", 60), row("api:b", 5)];
      await store.keepLooks({ looked, samples, targets: [] });
      expect(await store.forgetSamples(addMinutes(monday, 30))).toBe(2);
      expect(await store.samples({ target: "api:a" })).toEqual([row("api:a", 60)]);
      expect(await store.samples({ target: "api:b" })).toEqual([row("api:b", 5)]);
    });

    test("a round of thousands of targets is kept", async () => {
      const store = await openFresh();
      const names = Array.from({ length: 2_345 }, (_, i) => `api:${i}`);
      const targets = names.map((target) => ({ target, body: {} }));
      await store.keepLooks({ looked, samples: names.map((name) => row(name, 0)), targets });
      expect(await store.targets()).toHaveLength(names.length);
    });
  });
}

function aDelivery(given: Partial<Delivery>): Delivery {
  return {
    slot: "channel",
    state: "delivered",
    fingerprint: "f1",
    ref: { channel: "C1" },
    attempts: 0,
    updatedAt: monday,
    ...given,
  };
}
