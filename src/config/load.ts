import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { readText } from "../lib/files/read-text.ts";
import type { Path } from "../lib/files/yaml-places.ts";
import { readYaml, type YamlSource } from "../lib/files/yaml-source.ts";
import { inFileOrder, type Problem } from "../lib/problem.ts";
import { applyVariables, type Environment, readEnvironment } from "./environment.ts";
import { commentedOut, explain, type FindOrigin } from "./explain.ts";
import { parseConfig } from "./parse.ts";
import { doubtsAbout, type Locate, missingFiles, slackTokens } from "./requirements.ts";
import type { Config } from "./schema.ts";
import type { Variable } from "./variables.ts";

export type LoadOptions = {
  /** Default: the process's own. */
  env?: NodeJS.ProcessEnv;
  /** Default: CLAY_INCIDENT_CONFIG, else `clay-incident.yml` or `clay-incident.yaml` in the directory. */
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

/** What was read, however much of it is wrong. */
type Reading = {
  /** Whatever is valid, with defaults for the rest. Of a list, wrong entries are left out. */
  config: Config;
  /** What is wrong, each mistake once, as one meets it reading the file. */
  problems: Problem[];
  /** Slack's tokens, which only `serve` needs: of the wrong kind, or not set. */
  tokens: { wrong: Problem[]; missing: Problem[] };
  /** What is allowed but probably not meant. */
  warnings: Problem[];
  file: string | null;
};

/** Reads configuration file, `.env` and environment. Never throws for what a person wrote. */
export function loadConfig({ needs = "probes", ...options }: LoadOptions = {}): Loaded {
  const { config, problems, tokens, warnings, file } = readConfig(options);
  const forSlack = needs === "slack" ? [...tokens.wrong, ...tokens.missing] : [];
  const all = inFileOrder([...problems, ...forSlack]);
  return all.length > 0 ? { problems: all, file } : { config, warnings, file };
}

/** Reads the same and keeps what is valid, for whoever must go on with that. */
export function readConfig(options: Omit<LoadOptions, "needs"> = {}): Reading {
  const { env = process.env, directory = process.cwd() } = options;
  const environment = readEnvironment(env, directory);
  const { path, unread } = findFile(options.file ?? environment.values.CLAY_INCIDENT_CONFIG, directory);
  const file = path && shownFrom(directory, path);
  const source = readFile(path, file, environment.values);
  const values = withoutEmptyKeys(withoutExtensions(source.values));
  const applied = applyVariables(values, environment);
  const { originOf, locate } = createLocator(source, applied, environment);

  const { config, issues } = parseConfig(values, (path) => originOf(path, "value").isText);
  const absent = missingFiles(config, locate);
  const eaten = commentedOut(source.commentedOut.filter(({ path }) => !applied.has(path.join("."))));
  const unset = source.unset.filter(({ path }) => !applied.has(path));
  const isTold = ({ key }: Problem) =>
    eaten.some((problem) => problem.key === key) ||
    unset.some(({ path, problem }) => path === key || problem.key === key);
  const isWrong = (path: string) =>
    issues.some((issue) => issue.code !== "unrecognized_keys" && issue.path.join(".") === path);
  const { wrong, missing } = slackTokens(values.slack, locate, isWrong);
  return {
    config: absent.length > 0 ? { ...config, runbook: {} } : config,
    problems: inFileOrder([
      ...environment.problems,
      ...source.problems,
      ...eaten,
      ...onceEach(unset.filter((one) => !isOfSlack(one))),
      ...[...explain(issues, originOf), ...absent].filter((problem) => !isTold(problem)),
    ]),
    tokens: {
      wrong,
      // Of a file that could not be read nobody knows what it lacks.
      missing:
        source.problems.length > 0
          ? []
          : [...onceEach(unset.filter(isOfSlack)), ...missing.filter((problem) => !isTold(problem))],
    },
    warnings: [...unread, ...doubtsAbout(config, locate)],
    file,
  };
}

type Unset = YamlSource["unset"][number];

function isOfSlack({ path }: Unset): boolean {
  return path.startsWith("slack.");
}

/** A variable that is not set is one mistake, wherever the file names it. */
function onceEach(unset: readonly Unset[]): Problem[] {
  const problems = unset.map(({ problem }) => problem);
  return problems.filter(({ key }, index) => problems.findIndex((other) => other.key === key) === index);
}

/** Sections named "x-…" hold what other ones refer to by alias or merge key, and nothing else. */
function withoutExtensions(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith("x-")));
}

/** A copy in which a key without a value ("triage:" with all its lines commented out) counts as left out. */
function withoutEmptyKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutEmptyKeys) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutEmptyKeys(inner)])) as T;
}

const usualFiles = ["clay-incident.yml", "clay-incident.yaml"];

/** The file to read, and the usual ones that are there as well. */
function findFile(named: string | undefined, directory: string): { path: string | null; unread: Problem[] } {
  if (named) return { path: resolve(directory, named), unread: [] };
  const [first, ...others] = usualFiles.filter((name) => existsSync(resolve(directory, name)));
  const unread = others.map((name) => ({
    where: name,
    key: "file",
    message: `${name} is there beside ${first}, and is not read.`,
    fix: "Keep one of the two.",
  }));
  return { path: first === undefined ? null : resolve(directory, first), unread };
}

function shownFrom(directory: string, path: string): string {
  const inside = relative(directory, path);
  return inside.startsWith("..") ? path : inside;
}

function readFile(path: string | null, file: string | null, variables: Record<string, string>): YamlSource {
  if (path === null || file === null) return readYaml("", "environment", variables);
  const read = readText(path);
  if ("text" in read) return readYaml(read.text, file, variables);
  const message = `The configuration file ${file} ${read.trouble}.`;
  const fix = "Correct --config or CLAY_INCIDENT_CONFIG, or copy clay-incident.example.yml there.";
  return { ...readYaml("", file, variables), problems: [{ where: file, key: "file", message, fix }] };
}

function createLocator(source: YamlSource, applied: Map<string, Variable>, environment: Environment) {
  const originOf: FindOrigin = (path, part) => {
    // An item of a list that a variable or a ${VAR} gave comes from where the list does.
    const lists = path.map((_step, index) => path.slice(0, path.length - index));
    const variable = lists.map((list) => applied.get(list.join("."))).find(Boolean);
    const interpolated = variable
      ? []
      : (lists.map(source.variablesOf).find(({ length }) => length > 0) ?? []);
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
