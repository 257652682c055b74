import type { Instant } from "../../lib/time.ts";
import type { Forecast } from "./forecast.ts";

/** Who can tell what a meter shows, the most trusted first. */
export const meterSources = ["api", "sender", "command", "person"] as const;
export type MeterSource = (typeof meterSources)[number];

/** Something that runs out: a balance, or a webhook that takes so many submissions in its life. */
export type Meter = {
  /** As people type it: "webhook:leads", "credits:default". */
  key: string;
  /** As people call it: `Webhook "leads"`. */
  name: string;
  what: "credits" | "actions" | "webhook";
  /** What it shows at its end: 0 for a balance, the limit of a webhook; null: it has none. */
  end: number | null;
};

/** What one source said last. */
export type Told = { at: Instant; value: number; source: MeterSource };

/** A meter as whoever looks at it sees it. */
export type ShownMeter = Meter & {
  /** Null: nobody has told yet. */
  told: Told | null;
  /** It was told so long ago that it may be another by now. */
  stale: boolean;
  /** Null: there is none, or what is known is stale. */
  forecast: Forecast | null;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What a source said counts for so long. */
export const staleAfterMs: Record<MeterSource, number> = {
  api: hourMs,
  sender: 6 * hourMs,
  command: 3 * hourMs,
  person: 8 * 24 * hourMs,
};

/** What counts of what the sources said: the most trusted that is not stale, else the newest. */
export function toldBest(all: readonly Told[], now: Instant): Told | undefined {
  const byTrust = all.toSorted((a, b) => meterSources.indexOf(a.source) - meterSources.indexOf(b.source));
  return byTrust.find((one) => !isStale(one, now)) ?? all.toSorted((a, b) => b.at.localeCompare(a.at))[0];
}

/** Tells whether a reading is too old to count. */
export function isStale({ at, source }: Told, now: Instant): boolean {
  return Date.parse(now) - Date.parse(at) > staleAfterMs[source];
}
