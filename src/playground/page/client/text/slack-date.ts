const tokens: { [token: string]: Intl.DateTimeFormatOptions } = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  day_divider_pretty: { weekday: "long", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** Who reads, and when: what a date looks like depends on both. */
type Reader = { now: number; zone?: string; locale?: string };

/** A `<!date^…>` as the reader sees it: "{date_short_pretty} {time}" becomes "today 14:05" on that day. */
export function slackDate(seconds: number, format: string, reader: Reader): string {
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => {
    if (token === "ago") return ago(seconds, reader);
    const pretty = token.endsWith("_pretty");
    const near = pretty ? dayName(seconds, reader) : undefined;
    const options = tokens[token] ?? tokens[token.replace(/_pretty$/, "")];
    return near ?? (options ? show(seconds, options, reader) : whole);
  });
}

function show(seconds: number, options: Intl.DateTimeFormatOptions, { zone, locale = "en-GB" }: Reader) {
  const zoned = { ...options, ...(zone === undefined ? {} : { timeZone: zone }) };
  return new Intl.DateTimeFormat(locale, zoned).format(seconds * 1000);
}

const dayMs = 86_400_000;

/** "today", "yesterday" or "tomorrow" where that is what it is. */
function dayName(seconds: number, reader: Reader): string | undefined {
  const day = (ms: number) => show(ms / 1000, tokens.date_num!, reader);
  const shown = day(seconds * 1000);
  if (shown === day(reader.now)) return "today";
  if (shown === day(reader.now - dayMs)) return "yesterday";
  return shown === day(reader.now + dayMs) ? "tomorrow" : undefined;
}

function ago(seconds: number, { now, locale = "en-GB" }: Reader): string {
  const minutes = Math.round((seconds * 1000 - now) / 60_000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? words.format(hours, "hour") : words.format(Math.round(hours / 24), "day");
}
