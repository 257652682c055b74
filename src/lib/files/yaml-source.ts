import { Document, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Problem } from "../problem.ts";
import { endOf, nodeAt, offsetOf, type Path, pathTo, startOf } from "./yaml-places.ts";
import { type At, findProblems } from "./yaml-problems.ts";

/** A YAML file read for its values and for the places they stand at. */
export type YamlSource = {
  values: Record<string, unknown>;
  problems: Problem[];
  /** Values left out because they name a variable that is not set and give no default. */
  unset: { path: string; problem: Problem }[];
  /** Values that are empty because "#" begins a comment: `channel: #incidents`. */
  commentedOut: { path: string[]; where: string; comment: string }[];
  /** "clay-incident.yml:12:5": the value at a path, its key, or the nearest part that exists. */
  whereIs(path: Path, part?: "key" | "value"): string;
  /** The variables a value was made from: `${CLAY_API_KEY}` gives CLAY_API_KEY. */
  variablesOf(path: Path): string[];
};

/**
 * Reads YAML text. Given variables, ${VAR} and ${VAR:-default} in strings are replaced; `$${` stands for a plain
 * `${`, and a value that comes out empty counts as left out, as an empty variable does.
 */
export function readYaml(text: string, file: string, variables?: Record<string, string>): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const at: At = (offset) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const { unset, madeFrom } = variables
    ? interpolate(document, variables, at)
    : { unset: [], madeFrom: new Map<unknown, string[]>() };
  const commentedOut = findCommentedOut(document, text, at);
  const { problems, brokenAt } = findProblems(document, lines, at);
  const { values, problem } = valuesOf(upTo(document, brokenAt), at);
  return {
    values,
    problems: problem ? [...problems, problem] : problems,
    unset,
    commentedOut,
    whereIs: (path, part = "value") => at(offsetOf(document, path, part)),
    variablesOf: (path) => madeFrom.get(nodeAt(document, path)) ?? [],
  };
}

/** Sections that end before the place where the text breaks are read rightly; the others may not be. */
function upTo(document: Document, brokenAt: number): Document {
  const { contents } = document;
  if (brokenAt === Number.POSITIVE_INFINITY) return document;
  const whole = document.clone();
  if (!isMap(contents) || !isMap(whole.contents)) return new Document({});
  whole.contents.items = whole.contents.items.filter(
    (_pair, index) => endOf(contents.items[index]?.value) < brokenAt,
  );
  return whole;
}

function valuesOf(
  document: Document,
  at: At,
): { values: Record<string, unknown>; problem?: Problem | undefined } {
  try {
    const values = document.toJS() ?? {};
    return isRecord(values) ? { values } : { values: {}, problem: notSections(at(0)) };
  } catch (error) {
    return { values: {}, problem: notResolved(at(0), (error as Error).message) };
  }
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
        unset.push({ path: pathTo(node, ancestors).join("."), problem });
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

/** A remark has a space after its "#"; without one it was meant as a value, such as a channel's name. */
function findCommentedOut(document: Document, text: string, at: At): YamlSource["commentedOut"] {
  const found: YamlSource["commentedOut"] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      const parent = ancestors.at(-1);
      if (key === "key" || node.value !== null || !parent) return;
      const start = isPair(parent) && isScalar(parent.key) ? parent.key.range?.[1] : startOf(node);
      const [, before, comment] = /^(:?[ \t]*)(#[^\s#].*)/.exec(lineFrom(text, start ?? 0)) ?? [];
      if (before === undefined || comment === undefined) return;
      const where = at((start ?? 0) + before.length);
      found.push({ path: pathTo(node, ancestors), where, comment: comment.trimEnd() });
    },
  });
  return found;
}

function lineFrom(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text.slice(offset, end < 0 ? undefined : end);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notSections(where: string): Problem {
  return {
    where,
    key: "YAML",
    message: "Found a list or a single value, expected sections with their names.",
    fix: "Compare it with the example.",
  };
}

function notResolved(where: string, reason: string): Problem {
  return {
    where,
    key: "YAML",
    message: `Its aliases and merge keys lead to nothing that can be read: ${reason.replace(/\.$/, "")}.`,
    fix: "Write the values themselves there.",
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
