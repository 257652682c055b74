import { parseJson } from "./json.ts";

/** Where in a row something stands: `["request", "body"]` for `$.request.body`; empty for the whole row. */
export type Pointer = readonly (string | number)[];

const step = /^(?:\.([^.[\]]+)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\])/;

/**
 * Reads a pointer as people write it: `$`, `$.email`, `$.request.body`, `$.items[0]`, `$["Work Email"]`, or the bare
 * name of a column. Undefined when it is none of these.
 */
export function parsePointer(text: string): Pointer | undefined {
  if (text === "") return undefined;
  if (!text.startsWith("$")) return [text];
  const steps: (string | number)[] = [];
  for (let rest = text.slice(1); rest !== ""; ) {
    const found = step.exec(rest);
    if (!found) return undefined;
    const [all, name, index, double, single] = found;
    steps.push(index === undefined ? (name ?? double ?? single)! : Number(index));
    rest = rest.slice(all.length);
  }
  return steps;
}

/** The value a pointer leads to, or undefined. Looks at own fields alone, and into JSON that is held in a string. */
export function valueAt(value: unknown, pointer: Pointer): unknown {
  let found = value;
  for (const part of pointer) {
    const inside = typeof found === "string" ? fromString(found) : found;
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, part)) return undefined;
    found = (inside as Record<string | number, unknown>)[part];
  }
  return found;
}

function fromString(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The pointer as seen from where another one leads to, when it begins with that one; else as it is. */
export function seenFrom(pointer: Pointer, from: Pointer): Pointer {
  const isWithin = pointer.length > from.length && from.every((part, i) => pointer[i] === part);
  return isWithin ? pointer.slice(from.length) : pointer;
}
