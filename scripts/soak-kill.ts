import { parseArgs } from "node:util";
import { openRig } from "../test/support/bot.ts";
import { actUnderKills } from "../test/support/kill-run.ts";

// A workspace of its own per batch keeps the comparison quick, and names the seed of what it found.
const killsPerBatch = 20;

const usage = `npm run soak:kill -- [--kills 200] [--seed 1]

Acts incidents against the local Slack while the bot is killed (kill -9) at random points and started again, then
compares what was acknowledged with the record and with Slack. About four seconds a kill. Exit code 1: something was
lost or doubled; its seed is named, and the same seed kills after the same numbers of steps.`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(`${usage}\n`);
else process.exitCode = await soak(Number(values.kills), Number(values.seed));

async function soak(kills: number, firstSeed: number): Promise<number> {
  const total = { kills: 0, incidents: 0, acked: 0, lost: 0, doubled: 0 };
  for (let seed = firstSeed; total.kills < kills; seed++) {
    const report = await batch(seed, Math.min(killsPerBatch, kills - total.kills));
    total.kills += report.kills;
    total.incidents += report.incidents;
    total.acked += report.acked;
    total.lost += report.lost.length;
    total.doubled += report.doubled.length;
    for (const what of report.lost) process.stdout.write(`lost (seed ${seed}): ${what}\n`);
    for (const what of report.doubled) process.stdout.write(`doubled (seed ${seed}): ${what}\n`);
    process.stderr.write(`${total.kills} of ${kills} kills: ${total.lost} lost, ${total.doubled} doubled\n`);
  }
  process.stdout.write(`${JSON.stringify(total)}\n`);
  return total.lost + total.doubled > 0 ? 1 : 0;
}

async function batch(seed: number, kills: number) {
  const rig = await openRig({ slack: { settings: { rateLimits: false } } });
  try {
    return await actUnderKills(rig, { seed, kills });
  } finally {
    await rig.close();
  }
}
