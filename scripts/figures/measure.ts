import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parseAst } from "vitest/node";

/** A file of TypeScript, counted. Lines are those of the file, first to last. */
export type Measured = {
  path: string;
  lines: number;
  /** Lines of each function that has a body in braces, from its first to its last. */
  functions: { name: string; lines: number }[];
  /** `x as T`, without `as const`. */
  casts: number;
  /** `x!` */
  assertions: number;
  /** Files it imports, as paths; `typeOnly` if nothing of it is there at run time. */
  imports: { target: string; names: string[]; typeOnly: boolean }[];
  exports: string[];
};

type Node = { type: string; start: number; end: number; [field: string]: unknown };

/** Reads and counts one file of the folder. */
export function measure(root: string, path: string): Measured {
  const text = readFileSync(resolve(root, path), "utf8");
  const program = parseAst(text, { lang: "ts" }) as unknown as Node & { body: Node[] };
  const linesOf = ({ start, end }: Node) => text.slice(start, end).split("\n").length;
  const found: Measured = {
    path,
    lines: text.trimEnd().split("\n").length,
    functions: [],
    casts: 0,
    assertions: 0,
    imports: [],
    exports: program.body.flatMap(exportedNames),
  };
  visit(program, "", (node, name) => {
    if (isFunction(node)) found.functions.push({ name, lines: linesOf(node) });
    if (node.type === "TSAsExpression" && !isConst(node)) found.casts++;
    if (node.type === "TSNonNullExpression") found.assertions++;
    const imported = importOf(node);
    if (imported?.specifier.startsWith(".")) {
      const target = relative(root, resolve(root, dirname(path), imported.specifier));
      found.imports.push({ target, names: imported.names, typeOnly: imported.typeOnly });
    }
  });
  return found;
}

/** Walks the tree; `name` is that of the nearest thing around a node that has one. */
function visit(node: Node, around: string, look: (node: Node, name: string) => void): void {
  const name = nameOf(node) ?? around;
  look(node, name);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && "type" in child) visit(child, name, look);
    }
  }
}

function nameOf({ id, key }: Node): string | undefined {
  const named = (id ?? key) as { name?: string } | null | undefined;
  return named?.name;
}

function isFunction({ type, body }: Node): boolean {
  const functions = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];
  return functions.includes(type) && (body as Node | null)?.type === "BlockStatement";
}

function isConst({ typeAnnotation }: Node): boolean {
  const { typeName } = typeAnnotation as { typeName?: { name?: string } };
  return typeName?.name === "const";
}

type Specifier = { importKind?: string; imported?: { name: string }; local: { name: string } };

function importOf(node: Node): { specifier: string; names: string[]; typeOnly: boolean } | undefined {
  const source = node.source as { value?: unknown } | null | undefined;
  if (typeof source?.value !== "string") return undefined;
  const specifiers = (node.specifiers ?? []) as Specifier[];
  const kinds = [node.importKind ?? node.exportKind, ...specifiers.map(({ importKind }) => importKind)];
  const typeOnly =
    kinds[0] === "type" || (kinds.length > 1 && kinds.slice(1).every((kind) => kind === "type"));
  const names =
    node.type === "ImportDeclaration"
      ? specifiers.map(({ imported }) => imported?.name ?? "*")
      : specifiers.map(({ local }) => local.name);
  return { specifier: source.value, names: node.type === "ImportExpression" ? ["*"] : names, typeOnly };
}

function exportedNames(node: Node): string[] {
  if (node.type !== "ExportNamedDeclaration") return [];
  const declared = node.declaration as (Node & { declarations?: Node[] }) | null;
  if (declared) return (declared.declarations ?? [declared]).flatMap((one) => nameOf(one) ?? []);
  return (node.specifiers as { exported: { name: string } }[]).map(({ exported }) => exported.name);
}
