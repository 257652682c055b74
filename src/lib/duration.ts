const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A length of time as people say it, in its two largest units: "2 d 1 h", "3 h 5 min", "38 min", "less than 1 min". */
export function durationText(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < minuteMs) return "less than 1 min";
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < dayMs) return twoUnits(ms, hourMs, "h", minuteMs, "min");
  return twoUnits(ms, dayMs, "d", hourMs, "h");
}

function twoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  return `${Math.floor(ms / largeMs)} ${large}${rest > 0 ? ` ${rest} ${small}` : ""}`;
}

const units: Record<string, number> = { m: minuteMs, h: hourMs, d: dayMs, w: 7 * dayMs };

/** Reads a length of time as people type it ("90m", "12h", "30d", "2w") as milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^\s*(\d{1,5})\s*([mhdw])\s*$/i.exec(text) ?? [];
  const milliseconds = Number(count) * (units[unit?.toLowerCase() ?? ""] ?? Number.NaN);
  return milliseconds > 0 ? milliseconds : undefined;
}

/** Reads minutes as people type them: "15", "1.5 h", "for 2 hours", "90m"; NaN when it is none. */
export function readMinutes(text: string): number {
  const [, count = "", unit = "m"] =
    /^\s*(?:for|by)?\s*(\d{1,5}(?:[.,]\d{1,2})?)\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?)?\s*\.?\s*$/i.exec(
      text,
    ) ?? [];
  const ms = units[unit.charAt(0).toLowerCase()] ?? Number.NaN;
  return count ? (Number(count.replace(",", ".")) * ms) / minuteMs : Number.NaN;
}
