import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { LongStream } from "./support/long-stream.ts";
import type { Figure } from "./support/measure.ts";

const highestGrowthMb = 64;
const highestWeekMb = 20;

/** Measures what the longest records cost in memory, each in a process of its own. */
export async function benchLongStream(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "clay-incident-bench-"));
  try {
    const week = await measure(join(folder, "week.db"), "week");
    const notes = await measure(join(folder, "notes.db"), "notes");
    return [
      {
        name: `Long record: a figure watched each minute for a week (${week.events} events), resident growth`,
        figure: `${week.keptMb.toFixed(0)} MB; read and folded in ${week.foldMs.toFixed(0)} ms, a pass ${week.passMs.toFixed(0)} ms`,
        target: `≤ ${highestWeekMb} MB`,
        pass: week.keptMb <= highestWeekMb,
      },
      {
        name: `Long record: ${notes.events} events folded, told, drawn and exported, highest growth`,
        figure: `${notes.highestMb.toFixed(0)} MB; read and folded in ${notes.foldMs.toFixed(0)} ms, a pass ${notes.passMs.toFixed(0)} ms`,
        target: `≤ ${highestGrowthMb} MB`,
        pass: notes.highestMb <= highestGrowthMb,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(file: string, what: "week" | "notes"): Promise<LongStream> {
  const script = join(import.meta.dirname, "support/long-stream.ts");
  const node = promisify(execFile);
  // Filled by another process, so that what filling took is not counted.
  await node(process.execPath, [script, "fill", file, what]);
  const { stdout } = await node(process.execPath, [
    "--expose-gc",
    "--max-semi-space-size=8",
    script,
    "measure",
    file,
  ]);
  return JSON.parse(stdout);
}
