import { join } from "node:path";
import { parseEnv } from "node:util";
import { readText } from "../lib/files/read-text.ts";
import type { Problem } from "../lib/problem.ts";
import { nameFromEnvironment, type Variable, variables } from "./variables.ts";

/** The variables in force, and where each comes from ("environment", ".env:3"). */
export type Environment = {
  values: Record<string, string>;
  whereIs(name: string): string;
  /** A `.env` that is there and cannot be read. */
  problems: Problem[];
};

/** Joins the process's variables with those of `.env` in `directory`, which never override. Empty means unset. */
export function readEnvironment(processEnv: NodeJS.ProcessEnv, directory: string): Environment {
  const read = readText(join(directory, ".env"));
  const text = "text" in read ? read.text : "";
  const given = withoutEmpty(processEnv, withoutQuotes);
  const values = withAliases({ ...withoutEmpty(parseEnv(text), (value) => value.trim()), ...given });
  return {
    values,
    whereIs: (name) => (name in values && !(name in given) ? `.env:${lineOf(name, text)}` : "environment"),
    problems: "text" in read || read.isMissing ? [] : [unreadable(read.trouble)],
  };
}

/** A variable that is not set has the value of its other spelling. */
function withAliases(values: Record<string, string>): Record<string, string> {
  const others = variables.flatMap(({ name, alias }) =>
    alias && values[alias] ? [[name, values[alias]]] : [],
  );
  return { ...Object.fromEntries(others), ...values };
}

function unreadable(trouble: string): Problem {
  const fix = "Save it as a plain text file that this user may read, or take it away.";
  return { where: ".env", key: "file", message: `.env ${trouble}.`, fix };
}

/** Variables given that take part, with their values: `with` partners missing leave theirs out. */
function variablesIn({ values }: Environment): (Variable & { value: string })[] {
  return variables.flatMap((variable) => {
    const value = values[variable.name];
    const alone = variable.with !== undefined && values[variable.with] === undefined;
    return value === undefined || alone ? [] : [{ ...variable, value }];
  });
}

/**
 * Puts the variables into the raw configuration and returns which paths they set. A variable overrides the file's
 * single value; the file's lists (webhooks, keys, callbacks, …) stay as the file has them.
 */
export function applyVariables(
  raw: Record<string, unknown>,
  environment: Environment,
): Map<string, Variable> {
  const listed = variables.filter(({ path }) => readList(raw, path)).map(({ name }) => name);
  const applied = new Map<string, Variable>();
  for (const { value, ...variable } of variablesIn(environment)) {
    if (listed.includes(variable.name)) continue;
    if (write(raw, variable.path.split("."), value)) applied.set(variable.path, variable);
  }
  return applied;
}

function readList(raw: Record<string, unknown>, path: string): boolean {
  const [section, key, index] = path.split(".");
  const value = (raw[section!] as Record<string, unknown> | undefined)?.[key!];
  return index !== undefined && Array.isArray(value) && value.length > 0;
}

/** False when the file has something on the way that is no section; the schema then reports that. */
function write(raw: Record<string, unknown>, [section, key, index, field]: string[], value: string): boolean {
  raw[section!] ??= {};
  const target = raw[section!];
  if (typeof target !== "object" || target === null || Array.isArray(target)) return false;
  const fields = target as Record<string, unknown>;
  if (index === undefined) {
    fields[key!] = value;
    return true;
  }
  fields[key!] ??= [];
  const list = fields[key!];
  if (!Array.isArray(list)) return false;
  list[0] ??= { name: nameFromEnvironment };
  list[0][field!] = value;
  return true;
}

function withoutEmpty(env: NodeJS.Dict<string>, tidy: (value: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value = ""]) => {
      const tidied = tidy(value);
      return tidied ? [[name, tidied]] : [];
    }),
  );
}

/** `docker --env-file` keeps the quotes that a shell and `.env` take away. No value here has any of its own. */
function withoutQuotes(value: string): string {
  const trimmed = value.trim();
  return (/^("|')(.*)\1$/s.exec(trimmed)?.[2] ?? trimmed).trim();
}

function lineOf(name: string, text: string): number {
  const assignment = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`);
  return text.split("\n").findLastIndex((line) => assignment.test(line)) + 1;
}

/** The variables another program may have: those that let it find itself and its own login, and no token of ours. */
export function harmlessEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME };
}
