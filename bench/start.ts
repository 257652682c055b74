import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openRig } from "../test/support/bot.ts";
import { project } from "../test/support/command-line.ts";
import type { Figure } from "./support/measure.ts";
import { residentMb } from "./support/resident.ts";
import { startBare } from "./support/start-bare.ts";
import { median, rounds } from "./support/statistics.ts";

const starts = 7;
const compiledCode = join(project, "node_modules/.cache/clay-incident");
const settleMs = 1000;
const highestTimes = 1.7;
const highestMemory = 1.25;

type Started = { ms: number; mb: number };

/**
 * Measures the bot from process start to "ready", connected to Slack in Socket Mode, and what memory it then has
 * resident while idle. Beside it, in turns, a bare Bolt app.
 */
export async function benchStart(): Promise<Figure[]> {
  // Slack lets an app connect once a minute, and here it starts again and again.
  const rig = await openRig({ slack: { settings: { rateLimits: false } } });
  try {
    // As after an install. Stopped in good order, the first leaves its compiled code to those that follow.
    await rm(compiledCode, { recursive: true, force: true });
    const first = await measure(rig.startBot);
    const bot: Started[] = [];
    const bare: Started[] = [];
    for (let start = 0; start < starts; start++) {
      bot.push(await measure(rig.startBot));
      bare.push(await measure(() => startBare(rig.slack, "socket")));
    }
    const ms = bot.map((started) => started.ms);
    const mb = bot.map((started) => started.mb);
    return [
      {
        name: "Start: process start to ready",
        figure: `${rounds(ms, " ms")}, the first ${first.ms.toFixed(0)}; bare Bolt ${rounds(
          bare.map((started) => started.ms),
          " ms",
        )}`,
        target: `≤ ${highestTimes} × bare Bolt's`,
        pass: median(ms) <= highestTimes * median(bare.map((started) => started.ms)),
      },
      {
        name: "Start: resident memory when idle",
        figure: `${rounds(mb, " MB")}, the first ${first.mb.toFixed(0)}; bare Bolt ${rounds(
          bare.map((started) => started.mb),
          " MB",
        )}`,
        target: `≤ ${highestMemory} × bare Bolt's`,
        pass: median(mb) <= highestMemory * median(bare.map((started) => started.mb)),
      },
    ];
  } finally {
    await rig.close();
  }
}

async function measure(start: () => Promise<{ pid: number; stop(): Promise<unknown> }>): Promise<Started> {
  const begun = performance.now();
  const { pid, stop } = await start();
  const ms = performance.now() - begun;
  await sleep(settleMs);
  const mb = await residentMb(pid);
  await stop();
  return { ms, mb };
}
