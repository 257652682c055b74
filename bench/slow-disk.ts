import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import packageJson from "../package.json" with { type: "json" };
import { type BusyBot, openBusyBot } from "./support/busy-bot.ts";
import { commandsTo } from "./support/commands.ts";
import { openGenerator } from "./support/generator.ts";
import type { Figure } from "./support/measure.ts";
import { commitDelayMs, measured } from "./support/slow-disk.ts";
import { median, rounds } from "./support/statistics.ts";

const incidents = 2;
const perSecond = 10;
const seconds = 3;
const turns = 5;
const mostHeld = 0.1;
/** What the machine's noise adds to an ack of a few milliseconds. */
const noiseMs = 10;

/**
 * Measures what a slow disk does to everybody else: the bot gets notes, each of which waits for the disk, and `help`,
 * which does not; in turns with the disk as it is and with one that takes half a second for each commit.
 */
export async function benchSlowDisk(): Promise<Figure[]> {
  const shim = join(import.meta.dirname, "support/slow-disk.ts");
  const start = packageJson.scripts.start.split(" ").slice(1);
  const busy = await openBusyBot(incidents, { http: true, command: ["--import", shim, ...start] });
  const [writer, reader] = [openGenerator(), openGenerator()];
  const run = async (by: typeof writer, typed: string[]) => {
    const requests = commandsTo(busy.rig.slack, "http", busy.url, typed);
    return median((await by.run({ seconds, pace: { perSecond }, requests })).ackMs);
  };
  const both = async () => {
    const notes = run(
      writer,
      busy.names.map((name) => `note ${name} Rows arrive again`),
    );
    return { helpMs: await run(reader, ["help"]), noteMs: await notes };
  };
  try {
    await both();
    const found = { fast: [] as number[], slow: [] as number[], notes: [] as number[], held: [] as number[] };
    for (let turn = 0; turn < turns; turn++) {
      found.fast.push((await both()).helpMs);
      process.kill(busy.bot.pid, "SIGUSR2");
      const { helpMs, noteMs } = await both();
      found.slow.push(helpMs);
      found.notes.push(noteMs);
      found.held.push(await heldMs(busy, turn));
    }
    return figures(found);
  } finally {
    await Promise.all([writer.stop(), reader.stop()]);
    await busy.rig.close();
  }
}

/** Switches back to the disk as it is; for how long the event loop was held at most since it was slow. */
async function heldMs({ bot }: BusyBot, turn: number): Promise<number> {
  process.kill(bot.pid, "SIGUSR2");
  for (;;) {
    const line = bot.log.filter(({ msg }) => msg === measured)[turn];
    if (line) return Number(line.heldMs);
    await sleep(20);
  }
}

function figures(found: { fast: number[]; slow: number[]; notes: number[]; held: number[] }): Figure[] {
  const { fast, slow, notes, held } = found;
  return [
    {
      name: `Slow disk: event loop held longest while each commit takes ${commitDelayMs} ms`,
      figure: rounds(held, " ms"),
      target: `≤ ${commitDelayMs * mostHeld} ms`,
      pass: median(held) <= commitDelayMs * mostHeld,
    },
    {
      name: "Slow disk: help acked, median",
      figure: `${rounds(slow, " ms", 1)}; on the disk as it is ${rounds(fast, " ms", 1)}; a note ${rounds(notes, " ms")}`,
      target: "as on a fast disk",
      pass: median(slow) <= median(fast) + noiseMs && median(notes) >= commitDelayMs,
    },
  ];
}
