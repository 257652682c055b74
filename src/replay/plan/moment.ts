/**
 * Reads a moment as logs write it, as milliseconds since 1970: ISO 8601 or RFC 2822 with its zone, seconds or
 * milliseconds since 1970. A time without a zone is read in `zone`; without one it is "no_zone". Undefined: no time.
 */
export function parseMoment(value: unknown, zone: string | undefined): number | "no_zone" | undefined {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return undefined;
  const trimmed = text.trim();
  if (/^\d{10}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000);
  if (/^\d{13}$/.test(trimmed)) return Number(trimmed);
  const hasZone = /(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i.test(trimmed);
  if (hasZone) return number(Date.parse(trimmed));
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)?$/.test(trimmed)) return undefined;
  if (zone === undefined) return "no_zone";
  return number(
    inZone(
      Date.parse(`${trimmed.replace(" ", "T").replace(",", ".")}${trimmed.length > 10 ? "Z" : ""}`),
      zone,
    ),
  );
}

function number(milliseconds: number): number | undefined {
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The moment at which clocks in the zone show `wall`, given as if it were UTC. */
function inZone(wall: number, zone: string): number {
  const guess = wall - offsetAt(wall, zone);
  // The offset is looked up a second time because the guess may lie on the other side of a change of clocks.
  return wall - offsetAt(guess, zone);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function offsetAt(moment: number, zone: string): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  clocks.set(zone, clock);
  const whole = Math.floor(moment / 1000) * 1000;
  return Date.parse(`${clock.format(whole).replace(" ", "T")}Z`) - whole;
}
