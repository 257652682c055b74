/**
 * Prints how large the code is and how it hangs together: `npm run figures`. With a commit, the same of that one:
 * `npm run figures -- v0.1.0`. `--exports` lists exports nobody else imports.
 */
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { circles } from "./circles.ts";
import { type Measured, measure } from "./measure.ts";

const here = resolve(import.meta.dirname, "../..");
const [commit] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const root = commit ? checkOut(commit) : here;
try {
  print(root);
} finally {
  if (root !== here) rmSync(root, { recursive: true });
}

function checkOut(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), "figures-"));
  const archive = execFileSync("git", ["archive", commit], { cwd: here, maxBuffer: 2 ** 30 });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  return folder;
}

function print(root: string): void {
  const files = globSync("src/**/*.ts", { cwd: root }).map((path) => measure(root, path));
  const isPage = ({ path }: Measured) => path.startsWith("src/playground/page/");
  const functions = files.filter((file) => !isPage(file)).flatMap(named);
  console.log(`Code of src/${commit ? ` at ${commit}` : ""}`);
  console.log(`files                ${spread(files.map(({ path, lines }) => ({ name: path, lines })))}`);
  console.log(`functions            ${spread(files.flatMap(named))}`);
  console.log(
    `functions > 60       ${functions.filter(({ lines }) => lines > 60).length} (without the page)`,
  );
  const folders = [...Map.groupBy(files, ({ path }) => dirname(path))]
    .map(([name, inside]) => ({ name, lines: inside.length }))
    .toSorted((a, b) => b.lines - a.lines);
  const crowded = folders.filter(({ lines }) => lines > 13).map(({ name, lines }) => `${name} ${lines}`);
  console.log(`files per folder     ${spread(folders)}`);
  console.log(`folders > 13 files   ${crowded.length}${crowded.length > 0 ? `: ${crowded.join(", ")}` : ""}`);
  console.log(`casts (as)           ${sum(files.map(({ casts }) => casts))}`);
  console.log(`assertions (!)       ${sum(files.map(({ assertions }) => assertions))}`);
  console.log(
    `circles              ${circles(files, { withTypes: false }).length} of values, ${circles(files, { withTypes: true }).length} with types`,
  );
  for (const circle of circles(files, { withTypes: true })) console.log(`  ${circle.join(", ")}`);
  const needless = unused(root, files);
  console.log(`exports not imported ${needless.length}`);
  if (process.argv.includes("--exports")) for (const name of needless) console.log(`  ${name}`);
}

function named({ path, functions }: Measured): { name: string; lines: number }[] {
  return functions.map(({ name, lines }) => ({ name: `${path} ${name}`, lines }));
}

/** Exports that no other file of src, its tests, scripts or benches imports. */
function unused(root: string, files: readonly Measured[]): string[] {
  const others = globSync("{test,scripts,bench}/**/*.ts", { cwd: root }).map((path) => measure(root, path));
  const used = new Set(
    [...files, ...others].flatMap(({ imports }) =>
      imports.flatMap(({ target, names }) => names.map((name) => `${target} ${name}`)),
    ),
  );
  return files.flatMap(({ path, exports }) =>
    used.has(`${path} *`) ? [] : exports.map((name) => `${path} ${name}`).filter((name) => !used.has(name)),
  );
}

function spread(all: readonly { name: string; lines: number }[]): string {
  const sorted = all.toSorted((a, b) => a.lines - b.lines);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;
  const { name, lines } = at(1);
  return `${all.length}, median ${at(0.5).lines}, p90 ${at(0.9).lines}, max ${lines} (${name})`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
