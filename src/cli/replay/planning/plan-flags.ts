import type { Rules } from "../../../replay/plan/judge.ts";
import { parseMoment } from "../../../replay/plan/moment.ts";
import type { Format } from "../../../replay/read/format.ts";
import { type Pointer, parsePointer, seenFrom } from "../../../replay/read/pointer.ts";
import { type PresetName, presets } from "../../../replay/read/presets.ts";

/** What was typed behind `replay`. */
export type PlanFlags = {
  webhook?: string;
  key: string[];
  out?: string;
  preset?: PresetName;
  body?: string;
  status?: string;
  at?: string;
  zone?: string;
  from?: string;
  to?: string;
  incident?: string;
  exclude: string[];
  column: string[];
  numbers: string[];
  format?: Format;
  delimiter?: string;
  inDoubt?: true;
  rate?: number;
  sourceCount?: number;
  sourceLimit?: number;
  creditsPerRow?: number;
  balance?: number;
  json?: true;
};

/** Something typed cannot be used. The message says what was found, what was expected and what to do. */
export class UsageError extends Error {}

/** Where a row's parts are, from the preset and what goes over it. The window is another matter. */
export function rulesOf(flags: PlanFlags): Rules {
  const preset = presetOf(flags.preset);
  const body = pointerOf("--body", flags.body ?? preset?.body) ?? [];
  const key = flags.key.map((text) => seenFrom(pointerOf("--key", text)!, body));
  if (key.length === 0) {
    throw new UsageError(
      "Say what tells two rows apart: --key '$.email'. When nothing does: --key '$', the whole row.",
    );
  }
  if (flags.zone !== undefined && !isZone(flags.zone))
    throw new UsageError(`--zone ${flags.zone} is no time zone. Expected one as in Europe/Berlin or UTC.`);
  return {
    body,
    key,
    status: pointerOf("--status", flags.status ?? preset?.status),
    at: pointerOf("--at", flags.at ?? preset?.at),
    zone: flags.zone,
  };
}

/** A time somebody typed, in milliseconds since 1970. */
export function momentOf(flag: string, text: string, zone: string | undefined): number {
  const moment = parseMoment(text, zone);
  if (typeof moment === "number") return moment;
  throw new UsageError(
    moment === "no_zone"
      ? `${flag} ${text} has no time zone. Write 2026-11-27T03:04Z, or add --zone Europe/Berlin.`
      : `${flag} ${text} is no time. Expected one as in 2026-11-27T03:04Z.`,
  );
}

/** The options that lead to the same plan again, for the command that does. */
export function optionsOf(flags: PlanFlags): string[] {
  const one = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [name, String(value)];
  const many = (name: string, values: readonly string[]) => values.flatMap((value) => [name, value]);
  return [
    ...one("--webhook", flags.webhook),
    ...many("--key", flags.key),
    ...one("--preset", flags.preset),
    ...one("--body", flags.body),
    ...one("--status", flags.status),
    ...one("--at", flags.at),
    ...one("--zone", flags.zone),
    ...one("--from", flags.from),
    ...one("--to", flags.to),
    ...one("--incident", flags.incident),
    ...many("--exclude", flags.exclude),
    ...many("--column", flags.column),
    ...many("--numbers", flags.numbers),
    ...one("--format", flags.format),
    ...one("--delimiter", flags.delimiter),
    ...one("--rate", flags.rate),
    ...one("--credits-per-row", flags.creditsPerRow),
  ];
}

function presetOf(name: string | undefined): { body: string; status?: string; at?: string } | undefined {
  if (name === undefined) return undefined;
  if (Object.hasOwn(presets, name)) return presets[name as PresetName];
  throw new UsageError(`There is no preset "${name}". There are: ${Object.keys(presets).join(", ")}.`);
}

function pointerOf(flag: string, text: string | undefined): Pointer | undefined {
  if (text === undefined) return undefined;
  const pointer = parsePointer(text);
  if (pointer) return pointer;
  throw new UsageError(
    `${flag} ${text} is no pointer. Expected one as in $.email, $.request.body or $["Work Email"]; in a shell in single quotes.`,
  );
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
