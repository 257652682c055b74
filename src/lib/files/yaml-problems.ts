import { type Document, isMap, isScalar, type LineCounter, visit, type YAMLError } from "yaml";
import type { Problem } from "../problem.ts";
import { pathTo, startOf } from "./yaml-places.ts";

/** Gives an offset in the text as people find it: "clay-incident.yml:12:5". */
export type At = (offset: number) => string;

/** What is wrong with a YAML text, a mistake once, and the offset from which on it may be misread. */
export function findProblems(
  document: Document,
  lines: LineCounter,
  at: At,
): { problems: Problem[]; brokenAt: number } {
  const errors = upToTheFirstBreak(document.errors);
  const told = errors.map((error) =>
    error.code === "DUPLICATE_KEY" ? duplicateKey(document, error, lines, at) : notReadable(error, at),
  );
  const broken = errors.find(isBreak);
  if (broken) return { problems: told, brokenAt: broken.pos[0] };
  return { problems: [...told, ...takeOutBrokenAliases(document, at)], brokenAt: Number.POSITIVE_INFINITY };
}

/** After a slip in the structure the rest is read wrongly, too: what is found there may be no mistake at all. */
function upToTheFirstBreak(errors: readonly YAMLError[]): YAMLError[] {
  const inOrder = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const first = inOrder.findIndex(isBreak);
  return first < 0 ? inOrder : inOrder.slice(0, first + 1);
}

function isBreak({ code }: YAMLError): boolean {
  return code !== "DUPLICATE_KEY" && code !== "BAD_SCALAR_START";
}

function notReadable({ pos, message }: YAMLError, at: At): Problem {
  return {
    where: at(pos[0]),
    key: "YAML",
    message: `The file cannot be read here: ${message.replace(/\.$/, "")}.`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shown as people write it.
    fix: "Look at the spaces at the line's start, at colons, and at ${…} between { } or [ ], which needs quotes there.",
  };
}

function duplicateKey(document: Document, { pos }: YAMLError, lines: LineCounter, at: At): Problem {
  let path: string[] = [];
  let first = 0;
  visit(document, {
    Pair(_key, pair, ancestors) {
      const map = ancestors.at(-1);
      if (startOf(pair.key) !== pos[0] || !isScalar(pair.key) || !isMap(map)) return undefined;
      const { value } = pair.key;
      const earlier = map.items.find(({ key }) => isScalar(key) && key.value === value);
      path = [...pathTo(pair, ancestors), String(value)];
      first = lines.linePos(startOf(earlier?.key) ?? 0).line;
      return visit.BREAK;
    },
  });
  return {
    where: at(pos[0]),
    key: path.join("."),
    message: `The key "${path.at(-1)}" is there twice: the first one is in line ${first}.`,
    fix: "Join the two, or take one out.",
  };
}

/** Takes out aliases (`*name`) that stand for nothing, or for something they are themselves a part of. */
function takeOutBrokenAliases(document: Document, at: At): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_key, alias, ancestors) {
      const meant = alias.resolve(document);
      if (meant && !ancestors.includes(meant)) return undefined;
      const why = meant ? "stands inside what it stands for" : `has no "&${alias.source}" before it`;
      problems.push({
        where: at(startOf(alias) ?? 0),
        key: "YAML",
        message: `The alias "*${alias.source}" ${why}.`,
        fix: "Write the value itself there; one that begins with * needs quotes.",
      });
      return visit.REMOVE;
    },
  });
  return problems;
}
