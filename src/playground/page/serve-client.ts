import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("client", import.meta.url));

/** The packages the page uses, by the names its modules import them by. */
const packages = ["preact", "preact/hooks", "htm", "htm/preact", "@preact/signals", "@preact/signals-core"];

/** What stands in index.html in place of the import map. */
const emptyImportMap = '{ "imports": {} }';
const importMap = JSON.stringify({
  imports: Object.fromEntries(packages.map((name) => [name, `/packages/${name}`])),
});

// The browser itself then keeps every request on this machine.
const policy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash("sha256").update(importMap).digest("base64")}'`,
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

type Asset = { type: string; content: string };

const made = new Map<string, Asset | undefined>();

/** Answers with a file of the page: TypeScript as the JavaScript it is once its types are taken out. */
export function serveClient(path: string, response: ServerResponse): void {
  if (!made.has(path)) made.set(path, make(path));
  const asset = made.get(path);
  if (!asset) {
    response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page here.\n");
    return;
  }
  response.writeHead(200, {
    "content-type": asset.type,
    "cache-control": "no-cache",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(asset.content);
}

function make(path: string): Asset | undefined {
  if (path.startsWith("/packages/")) return makePackage(path.slice("/packages/".length));
  const name = path === "/" ? "/index.html" : path;
  const type = types[extname(name)];
  // Only plain names: nothing outside the folder can be asked for.
  if (!type || !/^(\/[a-z0-9-]+)+\.[a-z]+$/.test(name)) return undefined;
  const text = read(join(folder, name));
  if (text === undefined) return undefined;
  if (name.endsWith(".ts")) return { type, content: stripTypeScriptTypes(text) };
  return { type, content: text.replace(emptyImportMap, () => importMap) };
}

function makePackage(name: string): Asset | undefined {
  if (!packages.includes(name)) return undefined;
  const content = readFileSync(fileURLToPath(import.meta.resolve(name)), "utf8");
  return { type: types[".js"]!, content: content.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n") };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
