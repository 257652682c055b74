import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export type Import = { specifier: string; typeOnly: boolean; target: string | null };
export type Source = { path: string; room: string; code: string; imports: Import[] };

const root = resolve(import.meta.dirname, "../..");

/** Every TypeScript file of src/ with its imports. `room` is the folder right below src/, or the file's own name. */
export function readSources(): Source[] {
  return globSync("src/**/*.ts", { cwd: root }).map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const parts = path.split("/");
    return { path, room: parts[1]!, code: withoutComments(text), imports: importsOf(text, path) };
  });
}

function importsOf(text: string, path: string): Import[] {
  const statement =
    /^(?:import|export)\s+(type\s+)?([^"';]*?)\s*from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gm;
  return [...text.matchAll(statement)].map(([, typeKeyword, names = "", from, dynamic, bare]) => {
    const specifier = (from ?? dynamic ?? bare)!;
    const named = /^\{(.*)\}$/s.exec(names)?.[1];
    const listed =
      named
        ?.split(",")
        .map((name) => name.trim())
        .filter(Boolean) ?? [];
    const typeOnly =
      Boolean(typeKeyword) || (listed.length > 0 && listed.every((name) => name.startsWith("type ")));
    const target = specifier.startsWith(".") ? relative(root, resolve(root, dirname(path), specifier)) : null;
    return { specifier, typeOnly, target };
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
