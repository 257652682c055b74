import { describe, expect, it } from "vitest";
import type { ProbeResult } from "../../../src/incident/evidence/evidence.ts";
import type { Store } from "../../../src/incident/store.ts";
import { addMilliseconds, type Instant } from "../../../src/lib/time.ts";
import type { EpisodeCommand } from "../../../src/monitor/episode/events.ts";
import type { Meter } from "../../../src/monitor/meter/meter.ts";
import type { Episodes } from "../../../src/service/monitor/episodes.ts";
import { createMeterReadings } from "../../../src/service/monitor/meter-readings.ts";
import { createMeterWarnings } from "../../../src/service/monitor/meter-warnings.ts";
import { createMeters } from "../../../src/service/monitor/meters.ts";
import { createMovableClock } from "../../support/clock.ts";
import { openTestStore } from "../../support/store.ts";

const meters: Meter[] = [
  { key: "credits:main", name: "Credits", what: "credits", end: 0 },
  { key: "actions:main", name: "Actions", what: "actions", end: 0 },
  { key: "webhook:leads", name: 'Webhook "leads"', what: "webhook", end: 50_000 },
  { key: "webhook:free", name: 'Webhook "free"', what: "webhook", end: null },
];

/** Episodes that only note what they are told. */
function notedEpisodes() {
  const told: string[] = [];
  const open = new Set<string>();
  const episodes: Partial<Episodes> = {
    async open({ part: { key, meaning, remedy = "" } }) {
      if (!open.has(key)) told.push(`open ${key}: ${meaning} ${remedy}`.trim());
      open.add(key);
      return "EP-1";
    },
    async close({ key }) {
      if (open.delete(key)) told.push(`close ${key}`);
    },
    async onPart(id, _scope, command) {
      const { type, meaning } = command(id) as EpisodeCommand & { meaning?: string };
      told.push(`${type} ${id.key}: ${meaning}`);
    },
  };
  return { told, episodes: episodes as Episodes };
}

async function openMeters(command?: () => Promise<unknown>, store?: Store) {
  const clock = createMovableClock("2026-11-02T08:00:00.000Z");
  const kept = store ?? (await openTestStore());
  const troubles: string[] = [];
  const { told, episodes } = notedEpisodes();
  const start = () =>
    createMeters({
      store: kept,
      clock,
      meters,
      warnings: createMeterWarnings({
        store: kept,
        episodes,
        rules: { hours: [168, 48, 12, 2], times: 4 },
        askAfterMs: 7 * 24 * 3_600_000,
        typed: "/clay-incident",
      }),
      judgeEveryMs: 300_000,
      command: command && { run: command, everyMs: 600_000 },
      onTrouble: (what) => troubles.push(String(what)),
    });
  return { clock, store: kept, told, troubles, start, meters: start() };
}

const shownOf = async (service: ReturnType<typeof createMeters>, key: string) =>
  (await service.list()).find((one) => one.key === key)!;

function looked(at: Instant, credits: number, actions: number | null = 900): ProbeResult {
  return { probe: "credits:main", kind: "credits", at, balance: { credits, actions } } as ProbeResult;
}

function testRow(at: Instant, httpStatus = 200): ProbeResult {
  return { probe: "webhook:leads", kind: "webhook", at, httpStatus } as ProbeResult;
}

describe("meters", () => {
  it("read balances off the looks, and say when they are empty", async () => {
    const { clock, meters: service } = await openMeters();
    for (let i = 0; i <= 18; i += 1) {
      await service.looked([looked(clock.now(), 1000 - 10 * i)]);
      clock.moveMinutes(10);
    }
    const credits = await shownOf(service, "credits:main");
    expect(credits.told).toMatchObject({ value: 820, source: "api" });
    const emptyAt = Date.parse(credits.forecast!.endsAt!);
    expect((emptyAt - Date.parse(credits.told!.at)) / 60_000).toBeCloseTo(820, 0);
    expect((await shownOf(service, "actions:main")).forecast!.endsAt).toBeNull();
  });

  it("trust the API before the sender, the sender before the command, and a person last, while each is fresh", async () => {
    const { clock, meters: service } = await openMeters();
    for (const source of ["person", "command", "sender"] as const) {
      const value = { person: 100, command: 200, sender: 300 }[source];
      expect(await service.tell("webhook:leads", value, source)).toBeUndefined();
      expect((await shownOf(service, "webhook:leads")).told).toMatchObject({ value, source });
    }
    clock.moveMinutes(6 * 60 + 1);
    expect((await shownOf(service, "webhook:leads")).told!.source).toBe("person");
    clock.moveMinutes(9 * 24 * 60);
    expect(await shownOf(service, "webhook:leads")).toMatchObject({ stale: true, forecast: null });
  });

  it("count the bot's own test rows, each once, and not those Clay refused", async () => {
    const { clock, meters: service } = await openMeters();
    await service.tell("webhook:leads", 43_180, "person");
    clock.moveMinutes(1);
    const row = testRow(clock.now());
    await service.countTestRows([row]);
    await service.countTestRows([row, testRow(addMilliseconds(clock.now(), 1000), 403)]);
    expect((await shownOf(service, "webhook:leads")).told!.value).toBe(43_181);
    clock.moveMinutes(1);
    // Clay's own count has it in it; the sender's has not.
    await service.tell("webhook:leads", 43_190, "person");
    expect((await shownOf(service, "webhook:leads")).told!.value).toBe(43_190);
    await service.tell("webhook:leads", 50, "sender");
    expect((await shownOf(service, "webhook:leads")).told!.value).toBe(51);
    expect(await service.countOf("leads")).toEqual({ count: 51, source: "sender" });
    expect(await service.countOf("free")).toBeUndefined();
  });

  it("refuse a meter that is not there and a count that cannot be", async () => {
    const { meters: service } = await openMeters();
    expect((await service.tell("webhook:laeds", 1, "person"))!.message).toContain("webhook:leads");
    expect((await service.tell("webhook:leads", -1, "person"))!.code).toBe("no_count");
    expect((await service.tell("webhook:leads", 1.5, "person"))!.code).toBe("no_count");
    expect((await shownOf(service, "webhook:leads")).told).toBeNull();
  });

  it("warn once at each threshold, across restarts, and take it back after a renewal", async () => {
    const { clock, told, start } = await openMeters();
    let service = start();
    let left = 5000;
    for (let i = 0; i < 50; i += 1) {
      await service.looked([looked(clock.now(), left)]);
      clock.moveMinutes(60);
      left -= 100;
      service = start();
    }
    const near = told.filter((one) => / credits:main:/.test(one));
    expect(near.map((one) => one.split(" ", 2).join(" "))).toEqual([
      "open credits:main:",
      "remind credits:main:",
      "remind credits:main:",
    ]);
    expect(near[0]).toContain("Credits run out in about 2 d");
    expect(near[2]).toContain("in about 2 h");
    await service.looked([looked(clock.now(), 6000)]);
    expect(told.at(-1)).toBe("close credits:main");
  });

  it("say that a webhook is full at the first reading, and take it back when it is replaced", async () => {
    const { clock, told, meters: service } = await openMeters();
    await service.tell("webhook:leads", 50_000, "command");
    await service.looked([]);
    clock.moveMinutes(10);
    await service.looked([]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('open webhook:leads full: Webhook "leads" is full');
    await service.tell("webhook:leads", 3, "command");
    clock.moveMinutes(10);
    await service.looked([]);
    expect(told.at(-1)).toBe("close webhook:leads full");
  });

  it("ask for a count nobody told for a week, and no more once somebody did", async () => {
    const { clock, told, meters: service } = await openMeters();
    await service.looked([]);
    clock.moveMinutes(6 * 24 * 60);
    await service.looked([]);
    expect(told).toEqual([]);
    clock.moveMinutes(25 * 60);
    await service.looked([]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("/clay-incident meter webhook:leads NUMBER");
    await service.tell("webhook:leads", 43_180, "person");
    expect(told.at(-1)).toBe("close webhook:leads count");
  });

  it("ask the command at its own rhythm, and say what is wrong with what it wrote", async () => {
    const {
      clock,
      troubles,
      meters: service,
    } = await openMeters(async () => ({ "webhook:leads": 7, "webhook:x": 1 }));
    await service.looked([]);
    await expect.poll(() => troubles.length).toBe(1);
    expect(troubles[0]).toContain("There is no meter");
    clock.moveMinutes(5);
    await service.looked([]);
    expect(troubles).toHaveLength(1);
    expect((await shownOf(service, "webhook:leads")).told).toMatchObject({ value: 7, source: "command" });
  });
});

describe("what is kept of readings", () => {
  it("is changes, at a step, with the end of what stood still", async () => {
    const store = await openTestStore();
    const readings = createMeterReadings(store);
    const at = (minute: number) => addMilliseconds("2026-11-02T08:00:00.000Z", minute * 60_000);
    for (let minute = 0; minute <= 600; minute += 1)
      await readings.take("webhook:leads", {
        at: at(minute),
        value: minute < 300 ? 10 : 11,
        source: "sender",
      });
    const kept = await store.samples({ target: "meter webhook:leads sender" });
    expect(kept.map((one) => [one.at, one.value])).toEqual([
      [at(0), 10],
      [at(299), 10],
      [at(300), 11],
    ]);
    const series = await readings.series("webhook:leads", "sender", at(600));
    expect(series.at(-1)).toEqual({ at: at(600), value: 11 });
  });
});
