import { z } from "zod";
import type { YamlSource } from "../lib/files/yaml-source.ts";
import { nearest } from "../lib/nearest.ts";
import type { Problem } from "../lib/problem.ts";
import { configSchema } from "./schema.ts";
import { describeSecret, isSecretPath } from "./secrets.ts";
import type { Variable } from "./variables.ts";

/** What the explanation needs to know of where a value came from. */
type Origin = {
  where: string;
  variable: Variable | undefined;
  /** Variables named in the file as ${VAR} that the value was made from. */
  interpolated: readonly string[];
  /** The value can only be text, because a variable gave it. */
  isText: boolean;
};
export type FindOrigin = (path: readonly PropertyKey[], part: "key" | "value") => Origin;

/** Says of each mistake where it is, what was found, what was expected and what to do. */
export function explain(issues: readonly z.core.$ZodIssue[], originOf: FindOrigin): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) =>
        unknownKey([...issue.path, key], missingBeside(issue, issues), originOf),
      );
    return isMisspelt(issue, issues) ? [] : [wrongValue(issue, originOf(issue.path, "value"))];
  });
}

/** Tells whether a key that is missing is there under a name nobody knows: that is one mistake, not two. */
function isMisspelt(issue: z.core.$ZodIssue, issues: readonly z.core.$ZodIssue[]): boolean {
  const parent = issue.path.slice(0, -1).join(".");
  const isBeside = (other: z.core.$ZodIssue) =>
    other.code === "unrecognized_keys" && other.path.join(".") === parent;
  return issue.input === undefined && issues.some(isBeside);
}

function missingBeside({ path }: z.core.$ZodIssue, issues: readonly z.core.$ZodIssue[]): string[] {
  return issues
    .filter((issue) => issue.input === undefined && issue.path.length === path.length + 1)
    .filter((issue) => issue.path.slice(0, -1).join(".") === path.join("."))
    .map((issue) => String(issue.path.at(-1)));
}

/** Says of values that are empty because "#" begins a comment that they are. A section may be followed by one. */
export function commentedOut(found: YamlSource["commentedOut"]): Problem[] {
  const values = found.filter(({ path }) => knownKeys(path.map(asStep)).length === 0);
  return values.map(({ path, where, comment }) => {
    const key = path.join(".");
    const shown = isSecretPath(key) ? "what follows" : `"${comment}"`;
    return {
      where,
      key,
      message: `Found nothing: # begins a comment, so ${shown} is not read.`,
      fix: "Put it in quotes, or take the line out.",
    };
  });
}

function asStep(step: string): PropertyKey {
  return /^\d+$/.test(step) ? Number(step) : step;
}

/** Words for "expected …" where the schema itself gives none. Passed to the schema's parse. */
export const expectation: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return typeWords[String(issue.expected)] ?? `${issue.expected}`;
    case "invalid_value":
      return `one of ${issue.values.join(", ")}`;
    case "too_small":
      return issue.origin === "array"
        ? "at least one entry"
        : issue.origin === "string"
          ? "some text"
          : `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    default:
      return "another value";
  }
};

const typeWords: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a section with its own keys",
};

function wrongValue(issue: z.core.$ZodIssue, { where, variable, interpolated }: Origin): Problem {
  const path = issue.path.join(".");
  const missing = issue.input === undefined;
  const found = missing ? "nothing" : describe(issue.input, isSecretPath(path), interpolated);
  return {
    where,
    key: variable?.name ?? path,
    message: `Found ${found}, expected ${issue.message}.`,
    fix: variable?.about ?? fixFor(issue, interpolated),
  };
}

function fixFor(issue: z.core.$ZodIssue, interpolated: readonly string[]): string {
  if (issue.input === undefined) return `Add "${String(issue.path.at(-1))}:" there.`;
  if (interpolated.length > 0) return `Change ${interpolated.join(" or ")}, or that line.`;
  const isText = issue.code === "invalid_type" && issue.expected === "string";
  if (isText && ["number", "boolean"].includes(typeof issue.input))
    return "Put it in quotes, so that it is text.";
  return "Change that line, or leave it out for the default.";
}

/** `missing` are keys that should stand beside it: one of them is meant if any is. */
function unknownKey(path: readonly PropertyKey[], missing: readonly string[], originOf: FindOrigin): Problem {
  const key = String(path.at(-1));
  const known = knownKeys(path.slice(0, -1));
  const meant =
    nearest(key, missing) ?? nearest(key, known) ?? (missing.length === 1 ? missing[0] : undefined);
  return {
    where: originOf(path, "key").where,
    key: path.join("."),
    message: `There is no such key.${meant ? ` Did you mean "${meant}"?` : ""}`,
    fix: meant ? "Correct it, or take the line out." : `Take it out, or use one of: ${known.join(", ")}.`,
  };
}

type JsonSchema = { properties?: Record<string, JsonSchema>; items?: JsonSchema };

/** The keys that may stand at a path. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: JsonSchema | undefined = z.toJSONSchema(configSchema, { io: "input" }) as JsonSchema;
  for (const step of path) {
    schema = typeof step === "number" ? schema?.items : schema?.properties?.[String(step)];
  }
  return Object.keys(schema?.properties ?? {});
}

function describe(value: unknown, secret: boolean, interpolated: readonly string[]): string {
  if (secret && typeof value !== "object") return describeSecret(String(value));
  // A value that came from elsewhere may hold a secret under any key.
  if (interpolated.length > 0)
    return `the value of ${interpolated.map((name) => `\${${name}}`).join(" and ")}`;
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "a section";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
