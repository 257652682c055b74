import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type FakeClay, openFakeClay } from "../../src/fake-clay/open-fake-clay.ts";
import { localWebhooks } from "../../src/fake-clay/world.ts";
import { isAccepted, isInDoubt, openPlan, placesWhere } from "../../src/replay/plan/plan.ts";
import { project, runClayIncident } from "./command-line.ts";

/** What came of a plan that was killed on its way. Rows are named by their line. */
export type KillReport = {
  kills: number;
  rows: number;
  accepted: number;
  inDoubt: number;
  /** Lines whose row is in the table more than once. */
  doubled: number[];
  /** Lines that are neither in the table nor listed as in doubt. */
  lost: number[];
  /** Lines that count as accepted and are not in the table. */
  claimed: number[];
};

/** Pseudo-random numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Plans so many rows in a folder, sends them with the real command, kills that (kill -9) so many times at random
 * points, lets the last run end, and compares the plan's record with the fake Clay's table.
 */
export async function replayUnderKills(
  folder: string,
  { rows, kills, seed }: { rows: number; kills: number; seed: number },
): Promise<KillReport> {
  const clay = await openFakeClay();
  try {
    const { writeFile } = await import("node:fs/promises");
    const lines = Array.from({ length: rows }, (_, i) => JSON.stringify({ line: i + 1 }));
    await writeFile(join(folder, "rows.ndjson"), `${lines.join("\n")}\n`);
    await writeFile(join(folder, "clay-incident.yml"), JSON.stringify({ clay: clay.configuration }));
    const planned = await runClayIncident(
      ["replay", "rows.ndjson", "--webhook", "leads", "--key", "$.line", "--out", "plan"],
      { cwd: folder },
    );
    if (planned.exitCode !== 0) throw new Error(planned.stderr);
    const random = randomFrom(seed);
    let killed = 0;
    while (killed < kills) if (await sendUntilKilled(folder, clay, random)) killed++;
    clay.control.set("webhook", { delayMs: 0 });
    await sendToEnd(folder);
    return compare(join(folder, "plan"), clay, rows, killed);
  } finally {
    await clay.close();
  }
}

const send = ["replay", "send", "plan", "--yes", "--rate", "9"];

/** Starts the command and kills it after some rows, before or after Clay has answered. False: it ended before. */
async function sendUntilKilled(folder: string, clay: FakeClay, random: () => number): Promise<boolean> {
  clay.control.set("webhook", { delayMs: Math.floor(random() * 60) });
  let left = 1 + Math.floor(random() * 4);
  const laterMs = random() < 0.5 ? 0 : Math.floor(random() * 80);
  const child = spawn(process.execPath, [join(project, "src/cli/program.ts"), ...send], {
    cwd: folder,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const stop = clay.control.subscribe(() => {
    if (--left === 0) setTimeout(() => child.kill("SIGKILL"), laterMs);
  });
  const [, signal] = await ended;
  stop();
  return signal === "SIGKILL";
}

async function sendToEnd(folder: string): Promise<void> {
  const { exitCode, stderr } = await runClayIncident(send, { cwd: folder });
  if (exitCode === 2) throw new Error(stderr);
}

function compare(path: string, clay: FakeClay, rows: number, kills: number): KillReport {
  const times = new Map<number, number>();
  for (const body of clay.control.rows(localWebhooks.leads)) {
    const { line } = JSON.parse(body) as { line: number };
    times.set(line, (times.get(line) ?? 0) + 1);
  }
  const plan = openPlan(path);
  const accepted = placesWhere(plan, isAccepted, rows).places;
  const inDoubt = placesWhere(plan, isInDoubt, rows).places;
  plan.close();
  const all = Array.from({ length: rows }, (_, i) => i + 1);
  return {
    kills,
    rows,
    accepted: accepted.length,
    inDoubt: inDoubt.length,
    doubled: all.filter((line) => (times.get(line) ?? 0) > 1),
    lost: all.filter((line) => !times.has(line) && !inDoubt.includes(line)),
    claimed: accepted.filter((line) => !times.has(line)),
  };
}
