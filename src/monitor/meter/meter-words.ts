import { durationText } from "../../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import { dateTime, say, type Words } from "../../lib/words.ts";
import type { Forecast } from "./forecast.ts";
import type { Meter, MeterSource, ShownMeter, Told } from "./meter.ts";

const sourceWords: Record<MeterSource, string> = {
  api: "Clay's API",
  sender: "your sender's count",
  command: "your command",
  person: "a person who read it in Clay",
};

/** Who said it. */
export function sourceText(source: MeterSource): string {
  return sourceWords[source];
}

/** A number as people read it: "43,180". */
export function countText(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** What it shows: "43,180 of 50,000 used", "1,204 left". */
export function levelText({ what, end }: Pick<Meter, "what" | "end">, value: number): string {
  if (what !== "webhook") return `${countText(value)} left`;
  return end === null
    ? `${countText(value)} taken, no limit`
    : `${countText(value)} of ${countText(end)} used`;
}

/** How far it is on its way to the end, from 0 to 1; undefined for a balance, which has no beginning. */
export function shareOf({ what, end }: Pick<Meter, "what" | "end">, value: number): number | undefined {
  return what === "webhook" && end ? Math.min(1, Math.max(0, value / end)) : undefined;
}

function endWord({ what }: Pick<Meter, "what">): string {
  return what === "webhook" ? "full" : "empty";
}

/** How long it is until a moment, roughly: "4 d 3 h". */
function inText(at: Instant, now: Instant): string {
  return durationText(millisecondsBetween(now, at));
}

/** When it ends, in a sentence: "Empty in about 4 d 3 h (1 Dec, 14:00), between 3 d and 6 d." */
export function forecastWords(meter: Pick<Meter, "what">, forecast: Forecast, now: Instant): Words {
  const { endsAt, perHour } = forecast;
  const rate = `${rateText(perHour)} an hour`;
  if (endsAt === null) return `No end in sight: ${rate}.`;
  const what = endWord(meter);
  if (endsAt <= now) return `${what === "full" ? "Full" : "Empty"}.`;
  const start = what === "full" ? "Full" : "Empty";
  return say`${start} in about ${inText(endsAt, now)} (${dateTime(endsAt)}), ${rangeText(forecast, now)}; ${rate}.`;
}

/** Between what it may be. */
export function rangeText({ range: { from, to } }: Forecast, now: Instant): string {
  const nearest = from === null ? "later" : inText(from, now);
  if (to !== null && inText(to, now) === nearest) return "give or take less than an hour";
  return to === null ? `${nearest} at the earliest` : `between ${nearest} and ${inText(to, now)}`;
}

function rateText(perHour: number): string {
  return perHour >= 10 ? countText(perHour) : perHour.toFixed(perHour >= 1 ? 1 : 2);
}

/** Who said it and how long ago. */
export function toldText({ at, source }: Told, now: Instant): string {
  return `${sourceText(source)}, ${inText(at, now)} ago`;
}

/** A meter in one line, without its name. A stale one says so and has no forecast. */
export function meterWords(meter: ShownMeter, now: Instant): Words {
  const { told, stale, forecast } = meter;
  if (!told) return "nobody has told yet";
  const level = `${levelText(meter, told.value)} (${toldText(told, now)})`;
  if (meter.what === "webhook" && meter.end !== null && told.value >= meter.end)
    return `${level}. Full: Clay refuses every further row.`;
  if (stale) return `${level}. That is old: it may be another by now.`;
  if (!forecast)
    return meter.end === null ? `${level}.` : `${level}. No forecast yet: it takes 3 readings over 2 hours.`;
  return say`${level}. ${forecastWords(meter, forecast, now)}`;
}

/** Meters that somebody told of, a line of plain text each: for a record, which keeps the words of the moment. */
export function meterTexts(meters: readonly ShownMeter[], now: Instant): string[] {
  return meters.flatMap((meter) => {
    const { told, stale, forecast, name } = meter;
    if (!told) return [];
    const age = stale ? ` (${toldText(told, now)}: that is old)` : "";
    const isNear = !stale && forecast?.endsAt;
    const ends = isNear ? `, ${endWord(meter)} in about ${inText(isNear, now)}` : "";
    return [`${name}: ${levelText(meter, told.value)}${ends}${age}`];
  });
}

/** What a warning says: how near the end is. */
export function nearText(
  meter: Meter,
  { told, forecast }: { told: Told; forecast: Forecast },
  now: Instant,
): string {
  const { endsAt } = forecast;
  const isOver = endsAt !== null && endsAt <= now;
  const when = isOver || endsAt === null ? "now" : `in about ${inText(endsAt, now)}`;
  const ends = meter.what === "webhook" ? "is full" : "run out";
  return `${meter.name} ${ends} ${when}: ${levelText(meter, told.value)}, ${rateText(forecast.perHour)} an hour.`;
}

/** What a warning says when it goes faster than usual. */
export function fastText(meter: Meter, times: number): string {
  const used = meter.what === "webhook" ? "fills" : "go down";
  const many = times >= 100 ? "more than 100" : times.toFixed(0);
  return `${meter.name} ${used} ${many} times as fast as usual at this hour.`;
}

/** Where a person finds the count of a webhook (Clay docs, webhook-integration-guide). */
export function askText(meter: Meter, command: string): string {
  return `In Clay, open the workbook: the webhook's source shows how many records it has taken since it was made. Then type ${command} meter ${meter.key} NUMBER.`;
}
