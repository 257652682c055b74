import type { z } from "zod";
import type { Path } from "../lib/files/yaml-places.ts";
import { expectation } from "./explain.ts";
import { type Config, configSchema } from "./schema.ts";

/** The configuration that is left when what the issues are about is left out. No issues: it is whole. */
type ParsedConfig = { config: Config; issues: z.core.$ZodIssue[] };

type Values = Record<string, unknown>;

/**
 * Checks raw values against the schema. Text that came from a variable is read as the number, truth value or list
 * that the schema wants there; text typed into the file is taken as it stands.
 */
export function parseConfig(values: Values, isFromVariable: (path: Path) => boolean): ParsedConfig {
  readText(values, isFromVariable);
  const parsed = check(values);
  return parsed.success
    ? { config: parsed.data, issues: [] }
    : { config: parseRest(values, parsed.error.issues), issues: parsed.error.issues };
}

/** What is wrong is taken out, and looked at again: an entry may have more than one thing wrong with it. */
function parseRest(values: Values, issues: readonly z.core.$ZodIssue[]): Config {
  const rest = structuredClone(values);
  for (let found = issues; found.length > 0; ) {
    for (const issue of found) takeOut(rest, issue);
    closeGaps(rest);
    const again = check(rest);
    if (again.success) return again.data;
    if (again.error.issues.length >= found.length && again.error.issues[0]?.path.length === 0) break;
    found = again.error.issues;
  }
  return configSchema.parse({});
}

const gap = Symbol("an entry taken out of its list");

/** Takes out what an issue is about: an unknown key, a value, or the entry of a list that holds it. */
function takeOut(values: Values, { path, ...issue }: z.core.$ZodIssue): void {
  const entry = path.findLastIndex((step) => typeof step === "number");
  const at = (steps: Path) =>
    steps.reduce<unknown>((inner, step) => (inner as Values)?.[step as string], values);
  if (issue.code === "unrecognized_keys" && entry < 0) {
    for (const key of issue.keys) delete (at(path) as Values)[key];
    return;
  }
  const place = entry < 0 ? path : path.slice(0, entry + 1);
  const parent = at(place.slice(0, -1)) as Values | unknown[] | undefined;
  const last = place.at(-1);
  const value = at(place);
  if (issue.code === "custom" && Array.isArray(value)) keepFirstOfEachName(value);
  else if (Array.isArray(parent)) parent[Number(last)] = gap;
  else if (parent && last !== undefined) delete parent[String(last)];
}

function keepFirstOfEachName(entries: unknown[]): void {
  const names = entries.map((entry) => (entry as Values)?.name);
  for (const [index, name] of names.entries()) if (names.indexOf(name) < index) entries[index] = gap;
}

/** Lists without the entries taken out of them. */
function closeGaps(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const inner of Object.values(value)) closeGaps(inner);
  if (Array.isArray(value)) value.splice(0, value.length, ...value.filter((inner) => inner !== gap));
}

function check(values: unknown) {
  return configSchema.safeParse(values, { reportInput: true, error: expectation });
}

/** Replaces text that came from a variable by what the schema wants in its place, where it can be read so. */
function readText(values: Values, isFromVariable: (path: Path) => boolean): void {
  const parsed = check(values);
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    if (issue.code !== "invalid_type" || typeof issue.input !== "string" || !isFromVariable(issue.path))
      continue;
    const value = readAs(issue.expected, issue.input.trim());
    if (value !== undefined) writePath(values, issue.path, value);
  }
}

function readAs(expected: string, text: string): unknown {
  if (expected === "boolean") return { true: true, false: false }[text];
  if (expected === "array")
    return text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  const isNumber = (expected === "number" || expected === "int") && /^-?\d+(\.\d+)?$/.test(text);
  return isNumber ? Number(text) : undefined;
}

function writePath(values: Values, path: Path, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)[step], values);
  (parent as Record<PropertyKey, unknown>)[path.at(-1)!] = value;
}
