import type { z } from "zod";
import type { Path } from "../lib/yaml-source.ts";
import { expectation } from "./explain.ts";
import { type Config, configSchema } from "./schema.ts";

/**
 * Checks raw values against the schema. Text that came from a variable is read as the number, truth value or list
 * that the schema wants there; text typed into the file is taken as it stands.
 */
export function parseConfig(
  values: Record<string, unknown>,
  isFromVariable: (path: Path) => boolean,
): z.ZodSafeParseResult<Config> {
  const first = check(values);
  if (first.success) return first;
  const readable = first.error.issues.flatMap((issue) => {
    if (issue.code !== "invalid_type" || typeof issue.input !== "string" || !isFromVariable(issue.path))
      return [];
    const value = readAs(issue.expected, issue.input.trim());
    return value === undefined ? [] : [{ path: issue.path, value }];
  });
  if (readable.length === 0) return first;
  for (const { path, value } of readable) writePath(values, path, value);
  return check(values);
}

function check(values: unknown) {
  return configSchema.safeParse(values, { reportInput: true, error: expectation });
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

function writePath(values: Record<string, unknown>, path: Path, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)[step], values);
  (parent as Record<PropertyKey, unknown>)[path.at(-1)!] = value;
}
