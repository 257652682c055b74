import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type Range,
  type YAMLMap,
} from "yaml";

export type Path = readonly PropertyKey[];

/** The node at a path, through aliases and merge keys; undefined when nothing stands there. */
export function nodeAt(document: Document, path: Path): unknown {
  return path.reduce<unknown>((parent, step) => childOf(document, parent, step, "value"), document.contents);
}

/** Where the value at a path, its key, or the nearest part that exists begins in the text. */
export function offsetOf(document: Document, path: Path, part: "key" | "value"): number {
  for (let length = path.length; length > 0; length--) {
    const parent = nodeAt(document, path.slice(0, length - 1));
    const isWhole = length === path.length;
    const offset = startOf(childOf(document, parent, path[length - 1]!, isWhole ? part : "key"));
    if (offset !== undefined) return offset;
  }
  return startOf(document.contents) ?? 0;
}

/** Where a node begins in the text; undefined for what stands nowhere. */
export function startOf(node: unknown): number | undefined {
  return (node as { range?: Range | null } | null | undefined)?.range?.[0];
}

/** Where a node and all that belongs to it ends in the text. */
export function endOf(node: unknown): number {
  return (node as { range?: Range | null } | null | undefined)?.range?.[2] ?? Number.POSITIVE_INFINITY;
}

/** The path of a node ("clay.keys.0.key"), from the ancestors a visit gives. */
export function pathTo(node: unknown, ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((ancestor, depth) => {
    if (isPair(ancestor)) return [isScalar(ancestor.key) ? String(ancestor.key.value) : "?"];
    return isSeq(ancestor) ? [String(ancestor.items.indexOf(ancestors[depth + 1] ?? node))] : [];
  });
}

function childOf(document: Document, parent: unknown, step: PropertyKey, part: "key" | "value"): unknown {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) return node.get(step, true);
  if (!isMap(node)) return undefined;
  const pair = pairOf(document, node, step);
  return part === "value" ? (pair?.value ?? pair?.key) : pair?.key;
}

function pairOf(document: Document, map: YAMLMap, step: PropertyKey): Pair | undefined {
  const own = map.items.find(({ key }) => isScalar(key) && key.value === step);
  if (own) return own;
  for (const { key, value } of map.items) {
    if (!(isScalar(key) && key.source === "<<")) continue;
    for (const source of isSeq(value) ? value.items : [value]) {
      const merged = isAlias(source) ? source.resolve(document) : source;
      const pair = isMap(merged) ? pairOf(document, merged, step) : undefined;
      if (pair) return pair;
    }
  }
  return undefined;
}
