import type { Store } from "../../incident/store.ts";
import { addMilliseconds, type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { MeterSource, Told } from "../../monitor/meter/meter.ts";
import type { Reading } from "../../monitor/meter/reading.ts";
import type { SampleRow } from "../../record/look-store.ts";

/** A meter that moves all the time is kept at this step. */
const keptEveryMs = 5 * 60_000;
/** The rhythm of a week shows in four of them. */
const lookedBackMs = 28 * 24 * 60 * 60_000;

/** What was read off meters: kept as changes, each source by itself. */
export type MeterReadings = {
  /** Takes in one reading; an older one than is known of that source changes nothing. */
  take(key: string, told: Told): Promise<void>;
  /** Counts a row of our own that a webhook took, once however often it is told. */
  countOwnRow(key: string, at: Instant): Promise<void>;
  /** What each source said last of each meter, our own rows counted in. */
  latest(): Promise<Map<string, Told[]>>;
  /** What one source said in the last weeks, oldest first, our own rows counted in. */
  series(key: string, source: MeterSource, now: Instant): Promise<Reading[]>;
};

/** The last reading of a source, the one before it, and the last that is kept among the samples. */
type LatestBody = Reading & { meter: string; source: MeterSource; kept: Reading; before?: Reading };

/** Wires the readings to the store of looks. */
export function createMeterReadings(store: Store): MeterReadings {
  const ownRows = (key: string) => store.samples({ target: ownName(key) });

  async function bodies(): Promise<LatestBody[]> {
    const all = (await store.targets()).map(({ body }) => body as LatestBody);
    return all.filter(({ meter }) => meter !== undefined);
  }

  return {
    async take(key, { at, value, source }) {
      const name = rowName(key, source);
      const before = (await bodies()).find((body) => body.meter === key && body.source === source);
      if (before && at <= before.at) return;
      const { samples, kept } = keep(before, { at, value });
      const body: LatestBody = {
        meter: key,
        source,
        at,
        value,
        kept,
        ...(before && { before: plain(before) }),
      };
      await store.keepLooks({
        samples: samples.map((sample) => row(name, sample, source)),
        targets: [{ target: name, body }],
      });
    },
    async countOwnRow(key, at) {
      const rows = await ownRows(key);
      if (rows.some((known) => known.at === at)) return;
      const value = (rows.at(-1)?.value ?? 0) + 1;
      await store.keepLooks({ samples: [row(ownName(key), { at, value }, "own")], targets: [] });
    },
    async latest() {
      const told = new Map<string, Told[]>();
      for (const body of await bodies()) {
        const { meter, source } = body;
        const { value } = addOwn([plain(body)], source, await ownRows(meter)).at(-1)!;
        told.set(meter, [...(told.get(meter) ?? []), { at: body.at, value, source }]);
      }
      return told;
    },
    async series(key, source, now) {
      const since = addMilliseconds(now, -lookedBackMs);
      const [samples, all, rows] = await Promise.all([
        store.samples({ target: rowName(key, source), since }),
        bodies(),
        ownRows(key),
      ]);
      const kept = samples.map(({ at, value }) => ({ at, value: value ?? 0 }));
      const latest = all.find((body) => body.meter === key && body.source === source);
      const newest = [latest?.before, latest].flatMap((one) => (one ? plain(one) : []));
      const lastKept = kept.at(-1)?.at ?? "";
      return addOwn([...kept, ...newest.filter(({ at }) => at > lastKept)], source, rows);
    },
  };
}

function plain({ at, value }: Reading): Reading {
  return { at, value };
}

/**
 * What is to be kept of a new reading: changes, at a step, and at once where it turns back. Where it stood still
 * before, the end of that is kept, too, since between two readings use is taken as even.
 */
function keep(before: LatestBody | undefined, reading: Reading): { samples: Reading[]; kept: Reading } {
  if (!before) return { samples: [reading], kept: reading };
  const { kept } = before;
  const isDue = millisecondsBetween(kept.at, reading.at) >= keptEveryMs;
  const turnsBack = Math.sign(reading.value - before.value) * Math.sign(before.value - kept.value) < 0;
  if (reading.value === kept.value || !(isDue || turnsBack)) return { samples: [], kept };
  const last = { at: before.at, value: before.value };
  return { samples: last.at > kept.at ? [last, reading] : [reading], kept: reading };
}

/** Our own rows are in Clay's count, whoever reads it, but not in the sender's. */
function addOwn(readings: Reading[], source: MeterSource, rows: readonly SampleRow[]): Reading[] {
  const countedIn = (at: Instant) => (source === "sender" ? ownAt(rows, at) : 0);
  const adjusted = readings.map(({ at, value }) => ({ at, value: value + countedIn(at) }));
  const last = readings.at(-1);
  if (!last) return adjusted;
  const later = rows.filter(({ at }) => at > last.at);
  const base = adjusted.at(-1)!.value - ownAt(rows, last.at);
  return [...adjusted, ...later.map(({ at, value }) => ({ at, value: base + (value ?? 0) }))];
}

/** How many rows of our own a webhook had taken by then. */
function ownAt(rows: readonly SampleRow[], at: Instant): number {
  return rows.findLast((row) => row.at <= at)?.value ?? 0;
}

function row(target: string, { at, value }: Reading, code: string): SampleRow {
  return { target, at, outcome: "ok", code, value };
}

function rowName(key: string, source: MeterSource): string {
  return `meter ${key} ${source}`;
}

function ownName(key: string): string {
  return `meter ${key} own`;
}
