import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Range,
  visit,
  type YAMLParseError,
} from "yaml";
import type { Problem } from "./problem.ts";

export type Path = readonly PropertyKey[];

/** A YAML file read for its values and for the places they stand at. */
export type YamlSource = {
  values: Record<string, unknown>;
  problems: Problem[];
  /** Values left out because they name a variable that is not set and give no default. */
  unset: { path: string; problem: Problem }[];
  /** "clay-incident.yml:12:5": the value at a path, its key, or the nearest part that exists. */
  whereIs(path: Path, part?: "key" | "value"): string;
  /** The variables a value was made from: `${CLAY_API_KEY}` gives CLAY_API_KEY. */
  variablesOf(path: Path): string[];
};

type At = (offset: number) => string;

/**
 * Reads YAML text. Given variables, ${VAR} and ${VAR:-default} in strings are replaced; `$${` stands for a plain
 * `${`, and a value that comes out empty counts as left out, as an empty variable does.
 */
export function readYaml(text: string, file: string, variables?: Record<string, string>): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at: At = (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const { unset, madeFrom } = variables
    ? interpolate(document, variables, at)
    : { unset: [], madeFrom: new Map<unknown, string[]>() };
  const syntax = [
    ...firstOfEachLine(document.errors, lines).map(({ pos, message }) => syntaxProblem(at(pos[0]), message)),
    ...brokenAliases(document, at),
  ];
  const values = syntax.length > 0 ? {} : (document.toJS() ?? {});
  return {
    values: isRecord(values) ? values : {},
    problems: isRecord(values) ? syntax : [notSections(at(0))],
    unset,
    whereIs: (path, part = "value") => at(offsetOf(document, path, part)),
    variablesOf: (path) => madeFrom.get(nodeAt(document, path)) ?? [],
  };
}

function interpolate(document: Document, variables: Record<string, string>, at: At) {
  const unset: YamlSource["unset"] = [];
  const madeFrom = new Map<unknown, string[]>();
  const emptied = new Set<unknown>();
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "string" || !node.value.includes("${")) return;
      const { value, names, missing } = substitute(node.value, variables);
      for (const name of missing) {
        const problem = unsetVariable(at(startOf(node) ?? 0), name);
        unset.push({ path: pathTo(node, ancestors), problem });
      }
      node.value = value;
      madeFrom.set(node, names);
      if (value === "") emptied.add(node);
    },
  });
  visit(document, {
    Pair: (_key, pair) => (emptied.has(pair.value) ? visit.REMOVE : undefined),
    Scalar: (key, node) => (typeof key === "number" && emptied.has(node) ? visit.REMOVE : undefined),
  });
  return { unset, madeFrom };
}

function substitute(text: string, variables: Record<string, string>) {
  const names: string[] = [];
  const missing: string[] = [];
  const value = text.replace(
    /\$(\$\{)|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
    (_all, escaped: string | undefined, name: string, otherwise: string | undefined) => {
      if (escaped) return escaped;
      const found = variables[name] ?? otherwise;
      names.push(name);
      if (found === undefined) missing.push(name);
      return found ?? "";
    },
  );
  return { value: missing.length > 0 ? "" : value, names, missing };
}

function pathTo(node: unknown, ancestors: readonly unknown[]): string {
  const steps = ancestors.flatMap((ancestor, depth) => {
    if (isPair(ancestor)) return [isScalar(ancestor.key) ? String(ancestor.key.value) : "?"];
    return isSeq(ancestor) ? [String(ancestor.items.indexOf(ancestors[depth + 1] ?? node))] : [];
  });
  return steps.join(".");
}

function nodeAt(document: Document, path: Path): unknown {
  return path.length === 0 ? document.contents : document.getIn(path, true);
}

function offsetOf(document: Document, path: Path, part: "key" | "value"): number {
  for (let length = path.length; length > 0; length--) {
    const parent = nodeAt(document, path.slice(0, length - 1));
    const isWhole = length === path.length;
    const offset = startOf(childOf(parent, path[length - 1], isWhole ? part : "key"));
    if (offset !== undefined) return offset;
  }
  return startOf(document.contents) ?? 0;
}

function childOf(parent: unknown, step: PropertyKey | undefined, part: "key" | "value"): unknown {
  if (isSeq(parent)) return parent.get(step, true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === step);
  return part === "value" ? (pair?.value ?? pair?.key) : pair?.key;
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: Range | null } | null | undefined)?.range?.[0];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One slip makes many errors in its line; the first is the telling one. */
function firstOfEachLine(errors: readonly YAMLParseError[], lines: LineCounter): YAMLParseError[] {
  const lineOf = ({ pos }: YAMLParseError) => lines.linePos(pos[0]).line;
  return errors.filter(
    (error, index) => errors.findIndex((other) => lineOf(other) === lineOf(error)) === index,
  );
}

/** Aliases (`*name`) that stand for nothing, or for something they are themselves a part of. */
function brokenAliases(document: Document, at: At): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_key, alias, ancestors) {
      const meant = alias.resolve(document);
      if (meant && !ancestors.includes(meant)) return;
      const why = meant ? "stands inside what it stands for" : `has no "&${alias.source}" before it`;
      problems.push({
        where: at(startOf(alias) ?? 0),
        key: "YAML",
        message: `The alias "*${alias.source}" ${why}.`,
        fix: "Write the value itself there; one that begins with * needs quotes.",
      });
    },
  });
  return problems;
}

function syntaxProblem(where: string, message: string): Problem {
  return {
    where,
    key: "YAML",
    message: `The file cannot be read here: ${message.replace(/\.$/, "")}.`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shown as people write it.
    fix: "Look at the spaces at the line's start, at colons, and at ${…} between { } or [ ], which needs quotes there.",
  };
}

function notSections(where: string): Problem {
  return {
    where,
    key: "YAML",
    message: "Found a list or a single value, expected sections with their names.",
    fix: "Compare it with the example.",
  };
}

function unsetVariable(where: string, name: string): Problem {
  return {
    where,
    key: name,
    message: `The file refers to \${${name}}, which is not set.`,
    fix: `Set ${name} in the environment or in .env, or give a default: \${${name}:-…}.`,
  };
}
