import { openBusyBot, quiet } from "./support/busy-bot.ts";
import { commandsTo } from "./support/commands.ts";
import { openGenerator } from "./support/generator.ts";
import type { Figure } from "./support/measure.ts";
import { residentMb } from "./support/resident.ts";

const incidents = 8;
const warmUp = 3_000;
const commands = 10_000;
const longestSeconds = 240;
const mostGrowthMb = 30;

/** Measures by how much the bot's resident memory grows over 10,000 commands, once it is warm. */
export async function benchMemory(): Promise<Figure[]> {
  const { rig, bot, names, url } = await openBusyBot(incidents, { http: true });
  const generator = openGenerator();
  try {
    const typed = names.flatMap((name) => ["list", `show ${name}`, "help", `note ${name} Rows arrive again`]);
    const requests = commandsTo(rig.slack, "http", url, typed);
    const run = (most: number) =>
      generator.run({ seconds: longestSeconds, most, pace: { atOnce: 16 }, requests });
    await run(warmUp);
    await quiet(rig);
    const before = await residentMb(bot.pid);
    const { ackMs } = await run(commands);
    await quiet(rig);
    const after = await residentMb(bot.pid);
    return [
      {
        name: `Memory: growth over ${ackMs.length} commands`,
        figure: `${(after - before).toFixed(0)} MB (${before.toFixed(0)} MB to ${after.toFixed(0)} MB)`,
        target: `≤ ${mostGrowthMb} MB`,
        pass: after - before <= mostGrowthMb && ackMs.length >= commands,
      },
    ];
  } finally {
    await generator.stop();
    await rig.close();
  }
}
