import { openLocalSlack } from "../src/playground/slack/local-slack.ts";
import { createManifest } from "../src/slack/manifest.ts";
import { recordOf } from "../test/support/acts.ts";
import { type BusyBot, openBusyBot } from "./support/busy-bot.ts";
import { commandsTo, type Mode } from "./support/commands.ts";
import type { Load } from "./support/generate.ts";
import { openGenerator } from "./support/generator.ts";
import type { Figure } from "./support/measure.ts";
import { startBare } from "./support/start-bare.ts";
import { median, quantile, rounds } from "./support/statistics.ts";

const perSecond = 200;
const seconds = 2;
const turns = 5;
const incidents = 8;
const highestP99Ms = 50;
const slackWaitsMs = 3000;

/**
 * Measures the time from a slash command to its ack at 200 a second, half of them notes, which are on disk when they
 * are acked, half of them lists. Beside it, in turns, a bare Bolt app that acks the same commands.
 */
export async function benchAck(): Promise<Figure[]> {
  return [...(await benchMode("http")), ...(await benchMode("socket"))];
}

async function benchMode(mode: Mode): Promise<Figure[]> {
  const busy = await openBusyBot(incidents, mode === "http" ? { http: true } : {});
  const other = await openLocalSlack({ manifest: createManifest() });
  const generator = openGenerator();
  const bare = await startBare(other, mode);
  try {
    const { rig, names, url } = busy;
    const ours: number[][] = [];
    const theirs: number[][] = [];
    const run = async (requests: Load["requests"]) =>
      (await generator.run({ seconds, pace: { perSecond }, requests })).ackMs;
    const typed = names.flatMap((name) => ["list", `note ${name} Rows arrive again`]);
    // Code that runs for the first time is slow in any app.
    await run(commandsTo(rig.slack, mode, url, typed));
    await run(commandsTo(other, mode, bare.url, typed));
    for (let turn = 0; turn < turns; turn++) {
      ours.push(await run(commandsTo(rig.slack, mode, url, typed)));
      theirs.push(await run(commandsTo(other, mode, bare.url, typed)));
    }
    const noted = await countNotes(busy);
    const expected = ((1 + turns) * perSecond * seconds) / 2;
    return [...figures(mode, ours, theirs), onDisk(mode, noted, expected)];
  } finally {
    await Promise.all([generator.stop(), bare.stop()]);
    await Promise.all([busy.rig.close(), other.close()]);
  }
}

function figures(mode: Mode, ours: number[][], theirs: number[][]): Figure[] {
  const p99 = (all: number[][]) => all.map((ackMs) => quantile(ackMs, 0.99));
  const p50 = (all: number[][]) => median(all.flat()).toFixed(1);
  const slowest = Math.max(...ours.flat());
  return [
    {
      name: `Ack (${mode}): command to ack at ${perSecond}/s, p99`,
      figure: `${rounds(p99(ours), " ms")}, median ${p50(ours)}; bare Bolt ${rounds(p99(theirs), " ms")}, median ${p50(theirs)}`,
      target: `≤ ${highestP99Ms} ms`,
      pass: median(p99(ours)) <= highestP99Ms,
    },
    {
      name: `Ack (${mode}): the slowest of ${ours.flat().length}`,
      figure: `${slowest.toFixed(0)} ms; bare Bolt ${Math.max(...theirs.flat()).toFixed(0)} ms`,
      target: `≤ ${slackWaitsMs} ms`,
      pass: slowest <= slackWaitsMs,
    },
  ];
}

async function countNotes({ rig, names }: BusyBot): Promise<number> {
  const records = await Promise.all(names.map((name) => recordOf(rig, name)));
  return records.flat().filter(({ type }) => type === "note.added").length;
}

function onDisk(mode: Mode, found: number, acked: number): Figure {
  return {
    name: `Ack (${mode}): acked notes that are on disk`,
    figure: `${found} of ${acked}`,
    target: "all",
    pass: found === acked,
  };
}
