import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { inFileOrder, type Problem } from "../lib/problem.ts";
import { type Path, readYaml, type YamlSource } from "../lib/yaml-source.ts";
import { applyVariables, type Environment, readEnvironment } from "./environment.ts";
import { explain, type FindOrigin } from "./explain.ts";
import { parseConfig } from "./parse.ts";
import { doubtsAbout, type Locate, missingFiles, missingForSlack } from "./requirements.ts";
import type { Config } from "./schema.ts";
import type { Variable } from "./variables.ts";

export type LoadOptions = {
  /** Default: the process's own. */
  env?: NodeJS.ProcessEnv;
  /** Default: CLAY_INCIDENT_CONFIG, else `clay-incident.yml` in the directory if it is there. */
  file?: string | undefined;
  /** Where `.env` and the configuration file are looked for. Default: the working directory. */
  directory?: string;
  /** "slack": all that `serve` needs. "probes" (default): Slack's tokens may be missing or wrong. */
  needs?: "slack" | "probes";
};

/** A valid configuration with what is doubtful about it, or every problem at once. `file`: as shown; null: none. */
export type Loaded =
  | { config: Config; warnings: Problem[]; file: string | null }
  | { problems: Problem[]; file: string | null };

/** Reads configuration file, `.env` and environment. Never throws for what a person wrote. */
export function loadConfig(options: LoadOptions = {}): Loaded {
  const { env = process.env, directory = process.cwd(), needs = "probes" } = options;
  const environment = readEnvironment(env, directory);
  const path = findFile(options.file ?? environment.values.CLAY_INCIDENT_CONFIG, directory);
  const file = path && shownFrom(directory, path);
  const source = readFile(path, file, environment.values);
  const values = withoutEmptyKeys(source.values);
  const applied = applyVariables(values, environment);
  const { originOf, locate } = createLocator(source, applied, environment);

  const result = parseConfig(values, (path) => originOf(path, "value").isText);
  const shape = result.success ? missingFiles(result.data, locate) : explain(result.error.issues, originOf);
  const unset = source.unset.filter(({ path }) => !applied.has(path));
  // Probes must run while Slack's side of the configuration is still missing or wrong.
  const isRead = source.problems.length === 0;
  const forSlack = needs === "slack" && isRead ? missingForSlack(values.slack, locate) : [];
  const problems = inFileOrder([
    ...source.problems,
    ...unset
      .filter(({ path }) => needs === "slack" || !path.startsWith("slack."))
      .map(({ problem }) => problem),
    ...[...shape, ...forSlack].filter(
      ({ key }) => !unset.some(({ path, problem }) => [path, problem.key].includes(key)),
    ),
  ]);
  if (problems.length > 0 || !result.success) return { problems, file };
  return { config: result.data, warnings: doubtsAbout(result.data, locate), file };
}

/** A copy in which a key without a value ("triage:" with all its lines commented out) counts as left out. */
function withoutEmptyKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutEmptyKeys) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutEmptyKeys(inner)])) as T;
}

function findFile(named: string | undefined, directory: string): string | null {
  if (named) return resolve(directory, named);
  const usual = resolve(directory, "clay-incident.yml");
  return existsSync(usual) ? usual : null;
}

function shownFrom(directory: string, path: string): string {
  const inside = relative(directory, path);
  return inside.startsWith("..") ? path : inside;
}

function readFile(path: string | null, file: string | null, variables: Record<string, string>): YamlSource {
  if (path === null || file === null) return readYaml("", "environment", variables);
  try {
    return readYaml(readFileSync(path, "utf8"), file, variables);
  } catch (error) {
    const message = `The configuration file cannot be read: ${(error as Error).message}.`;
    const fix = "Correct --config or CLAY_INCIDENT_CONFIG, or copy clay-incident.example.yml there.";
    return { ...readYaml("", file, variables), problems: [{ where: file, key: "file", message, fix }] };
  }
}

function createLocator(source: YamlSource, applied: Map<string, Variable>, environment: Environment) {
  const originOf: FindOrigin = (path, part) => {
    const variable = applied.get(path.join("."));
    const interpolated = variable ? [] : source.variablesOf(path);
    return {
      where: variable ? environment.whereIs(variable.name) : source.whereIs(path, part),
      variable,
      interpolated,
      isText: variable !== undefined || interpolated.length > 0,
    };
  };
  const locate: Locate = (path) => {
    const { where, variable } = originOf(toPath(path), "value");
    return { where, key: variable?.name ?? path };
  };
  return { originOf, locate };
}

function toPath(path: string): Path {
  return path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
