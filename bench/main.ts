import { readdirSync } from "node:fs";
import { cpus, loadavg, totalmem, type } from "node:os";
import type { Figure } from "./support/measure.ts";

/** Each file of this folder is a bench that exports one function, which resolves with its figures. */
const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "main.ts")
  .map((file) => file.replace(/\.ts$/, ""));

/** Runs the benches named, all when none is. Exit code: 0 every target is met, 1 one is missed, 2 no such bench. */
async function runBenches(named: readonly string[]): Promise<number> {
  const unknown = named.filter((name) => !benches.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(", ")}; there are: ${benches.join(", ")}.`);
    return 2;
  }
  console.log(`${machine()}\n`);
  const figures: Figure[] = [];
  for (const name of named.length > 0 ? named : benches) {
    process.stderr.write(`${name}…\n`);
    figures.push(...(await figuresOf(name)));
  }
  console.log(table(figures));
  return figures.every(({ pass }) => pass) ? 0 : 1;
}

/** A bench that fails is a missed target; the others go on. */
async function figuresOf(name: string): Promise<Figure[]> {
  const module: Record<string, unknown> = await import(`./${name}.ts`);
  const run = Object.values(module).find((value) => typeof value === "function") as () => Promise<Figure[]>;
  try {
    return await run();
  } catch (error) {
    console.error(error);
    return [{ name, figure: "failed, see above", target: "", pass: false }];
  }
}

function machine(): string {
  const [first, ...others] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]!.toFixed(1);
  return `${type()}, ${others.length + 1} × ${first?.model.trim()}, ${memory} GB, Node ${process.versions.node}, load ${load} before`;
}

function table(figures: readonly Figure[]): string {
  const rows = [
    ["", "figure", "target", ""],
    ...figures.map(({ name, figure, target, pass }) => [name, figure, target, pass ? "pass" : "MISSED"]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

process.exit(await runBenches(process.argv.slice(2)));
