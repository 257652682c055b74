import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { replayUnderKills } from "../test/support/kill-replay.ts";

const usage = `npm run soak:replay -- [--kills 200] [--rows 1000] [--seed 1]

Sends a plan against the fake Clay while the command is killed (kill -9) at random points and started again, then
compares its record with the table. About two seconds a kill. Exit code 1: a row is there twice, or is missing and not
listed as in doubt.`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    rows: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(`${usage}\n`);
else process.exitCode = await soak(Number(values.kills), Number(values.rows), Number(values.seed));

async function soak(kills: number, rows: number, seed: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-soak-replay-"));
  try {
    const report = await replayUnderKills(folder, { rows, kills, seed });
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.doubled.length + report.lost.length + report.claimed.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
