import { parseArgs } from "node:util";
import type { LocalSlackOptions } from "../src/playground/slack/local-slack.ts";
import { openRig } from "../test/support/bot.ts";
import { type SoakReport, soak } from "../test/support/soak-run.ts";

const usage = `npm run soak -- [--minutes 60] [--speed 20] [--seed 1]

Four people act incidents for an hour at 20 times the speed (three real minutes), while the local Slack fails at random,
also with answers that are none; the bot's clock is set back and ahead, its disk fills up, its token is refused, and it is
killed (kill -9) every few minutes of the first half. Then compares what was acknowledged with the
record and with Slack. Exit code 1: something was lost or doubled, a bug was logged, or memory grew.`;

/** More than this in the quiet half is growth; less is the noise of what happens to be under way. */
const noiseMb = 12;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    speed: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(`${usage}\n`);
else process.exitCode = await run();

async function run(): Promise<number> {
  const speed = Number(values.speed);
  const origin = Date.now();
  const script = new URL("soak-bot.ts", import.meta.url).pathname;
  const rig = await openRig({
    slack: { settings: { rateLimits: false }, clock: fastClock(origin, speed) },
    command: ["--expose-gc", script, String(speed), String(origin)],
    config: ({ slack }) => ({
      incident: {
        announcements_channel: slack.control.channel("incidents").id,
        invite_usergroup: slack.control.userGroups()[0]!.id,
      },
    }),
  });
  try {
    const progress = (line: string) => process.stderr.write(`${line}\n`);
    const report = await soak(rig, {
      minutes: Number(values.minutes),
      speed,
      seed: Number(values.seed),
      progress,
    });
    print(report);
    return isClean(report) ? 0 : 1;
  } finally {
    await rig.close();
  }
}

/** Messages bear the fast time; waits of a few seconds, such as the one for an ack, are those of the machine. */
function fastClock(origin: number, speed: number): NonNullable<LocalSlackOptions["clock"]> {
  return {
    now: () => origin + (Date.now() - origin) * speed,
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds > 5000 ? milliseconds / speed : milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

function print({ lost, doubled, bugs, late, memory, ...rest }: SoakReport): void {
  const all = { lost, doubled, bugs };
  for (const [kind, found] of Object.entries(all))
    for (const what of found) process.stdout.write(`${kind}: ${what}\n`);
  const mb = (value: number) => Number(value.toFixed(1));
  const told = {
    ...rest,
    lost: lost.length,
    doubled: doubled.length,
    bugs: bugs.length,
    late: { ...late, worstMinutes: mb(late.worstMinutes) },
    memoryMb: { highest: mb(memory.highest), from: mb(memory.from), to: mb(memory.to) },
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

function isClean({ lost, doubled, bugs, memory }: SoakReport): boolean {
  return lost.length + doubled.length + bugs.length === 0 && memory.to - memory.from < noiseMb;
}
