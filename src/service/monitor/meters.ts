import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Store } from "../../incident/store.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import { say, type Words } from "../../lib/words.ts";
import { forecast } from "../../monitor/meter/forecast.ts";
import {
  isStale,
  type Meter,
  type MeterSource,
  type ShownMeter,
  toldBest,
} from "../../monitor/meter/meter.ts";
import { paceOf } from "../../monitor/meter/pace.ts";
import { leftOf, type Reading, segmentsOf } from "../../monitor/meter/reading.ts";
import { usePerDay } from "../../monitor/meter/rhythm.ts";
import { type Refusal, refuse } from "../../record/decider.ts";
import type { Clock } from "../../record/ports.ts";
import { createMeterReadings, type MeterReadings } from "./meter-readings.ts";
import type { MeterWarnings } from "./meter-warnings.ts";

/** What runs out: credits and actions, and the submissions of webhooks. */
export type Meters = {
  /** All that somebody told of, and the webhooks nobody did. */
  list(): Promise<ShownMeter[]>;
  /** What was used on each of the last 14 days, as far as it is known, oldest first; today counts so far. */
  usePerDay(key: string): Promise<number[]>;
  /** Takes in what a source says of a meter. Refuses one that is not configured, and a count that cannot be. */
  tell(key: string, value: number, source: MeterSource, at?: Instant): Promise<Refusal | undefined>;
  /** Takes in what was just looked at, and what follows from it. */
  looked(results: readonly ProbeResult[]): Promise<void>;
  /** Counts test rows that a webhook took, each once. */
  countTestRows(results: readonly ProbeResult[]): Promise<void>;
  /** How many rows a webhook's source took in its life, and who says so; undefined: nobody told lately. */
  countOf(webhook: string): Promise<{ count: number; source: string } | undefined>;
};

type Parts = {
  store: Store;
  clock: Clock;
  meters: readonly Meter[];
  warnings: MeterWarnings;
  /** How often it is asked whether to warn. */
  judgeEveryMs: number;
  /** Your own command: numbers by meter. Undefined: there is none. */
  command: { run(): Promise<unknown>; everyMs: number } | undefined;
  onTrouble(what: Words, error?: unknown): void;
};

/** Wires the meters. */
export function createMeters(parts: Parts): Meters {
  const { store, clock, meters } = parts;
  const readings = createMeterReadings(store);
  let judgedAt: Instant = "";
  const askCommand = createAsking(parts, (key, value) => tell(key, value, "command"));

  const tell: Meters["tell"] = async (key, value, source, at = clock.now()) => {
    const meter = meters.find((one) => one.key === key);
    if (!meter) return unknownMeter(key, meters);
    if (!Number.isFinite(value) || value < 0 || (meter.what === "webhook" && !Number.isInteger(value)))
      return refuse("no_count", `${meter.name} shows a number of 0 or more; “${value}” is none.`).refusal;
    await readings.take(key, { at, value, source });
    await parts.warnings.heard(meter, at);
    return undefined;
  };

  /** Warns, and asks people, where it is due. */
  async function judge(now: Instant): Promise<void> {
    for (const { meter, series } of await readAll(meters, readings, clock.now())) {
      if (meter.end === null) continue;
      const known = {
        forecast: meter.forecast ?? undefined,
        pace: meter.stale ? undefined : paceOf(series, meter.end),
        renewedAt: renewedAt(series, meter.end),
      };
      await parts.warnings.judge(meter, known, now);
    }
  }

  return {
    tell,
    list: async () =>
      (await readAll(meters, readings, clock.now()))
        .map(({ meter }) => meter)
        .filter(({ told, what }) => told !== null || what === "webhook"),
    async looked(results) {
      for (const { probe, at, balance } of results) {
        if (!balance) continue;
        const id = probe.slice(probe.indexOf(":") + 1);
        for (const what of ["credits", "actions"] as const) {
          const value = balance[what];
          if (value !== null) await tell(`${what}:${id}`, Math.max(0, value), "api", at);
        }
      }
      const now = clock.now();
      askCommand(now);
      if (isRecent(judgedAt, parts.judgeEveryMs, now)) return;
      await judge(now);
      judgedAt = now;
    },
    async usePerDay(key) {
      const one = (await readAll(meters, readings, clock.now())).find(({ meter }) => meter.key === key);
      return one?.meter.end == null ? [] : usePerDay(one.series, one.meter.end).slice(-daysShown);
    },
    async countTestRows(results) {
      for (const { kind, probe, at, httpStatus = 0 } of results) {
        const isAccepted = kind === "webhook" && httpStatus >= 200 && httpStatus < 300;
        if (isAccepted && meters.some(({ key }) => key === probe)) await readings.countOwnRow(probe, at);
      }
    },
    async countOf(webhook) {
      const now = clock.now();
      const told = toldBest((await readings.latest()).get(`webhook:${webhook}`) ?? [], now);
      return told && !isStale(told, now) ? { count: told.value, source: told.source } : undefined;
    },
  };
}

const daysShown = 14;

/** Each meter with what its best source said in the last weeks. */
async function readAll(
  meters: readonly Meter[],
  readings: MeterReadings,
  now: Instant,
): Promise<{ meter: ShownMeter; series: Reading[] }[]> {
  const latest = await readings.latest();
  return Promise.all(
    meters.map(async (meter) => {
      const told = toldBest(latest.get(meter.key) ?? [], now);
      if (!told) return { meter: { ...meter, told: null, stale: false, forecast: null }, series: [] };
      const stale = isStale(told, now);
      const series = meter.end === null || stale ? [] : await readings.series(meter.key, told.source, now);
      const found = meter.end === null ? undefined : forecast(series, meter.end);
      return { meter: { ...meter, told, stale, forecast: found ?? null }, series };
    }),
  );
}

/** Asks your command when that is due, beside the looks, which must not wait for it. */
function createAsking(
  { command, onTrouble }: Pick<Parts, "command" | "onTrouble">,
  tell: (key: string, value: number) => Promise<Refusal | undefined>,
): (now: Instant) => void {
  let askedAt: Instant = "";
  async function ask(run: () => Promise<unknown>): Promise<void> {
    const said = await run();
    if (typeof said !== "object" || said === null)
      return onTrouble("the command for meters wrote no object of numbers by meter");
    for (const [key, value] of Object.entries(said)) {
      const refused = await tell(key, typeof value === "number" ? value : Number.NaN);
      if (refused) onTrouble(say`the command for meters: ${refused.message}`);
    }
  }
  return (now) => {
    if (!command || isRecent(askedAt, command.everyMs, now)) return;
    askedAt = now;
    void ask(command.run).catch((error) => onTrouble("the command for meters failed", error));
  };
}

/** When it last rose; null: not in what is kept. */
function renewedAt(series: readonly Reading[], end: number): Instant | null {
  const segments = segmentsOf(leftOf(series, end));
  return segments.length > 1 ? new Date(segments.at(-1)![0]!.at).toISOString() : null;
}

function unknownMeter(key: string, meters: readonly Meter[]): Refusal {
  const known = meters.map((meter) => meter.key).join(", ");
  const are = known ? `There are: ${known}.` : "None is configured.";
  return refuse("no_such_meter", `There is no meter “${key}”. ${are}`).refusal;
}

function isRecent(at: Instant, everyMs: number, now: Instant): boolean {
  return at !== "" && at <= now && millisecondsBetween(at, now) < everyMs;
}
