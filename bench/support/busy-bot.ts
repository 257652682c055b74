import { setTimeout as sleep } from "node:timers/promises";
import { declare, type IncidentChannel, nameOf } from "../../test/support/acts.ts";
import { type BotProcess, openRig, type Rig, type RigOptions, withSubmit } from "../../test/support/bot.ts";
import { checklistSays } from "../../test/support/walks.ts";

const quietMs = 1000;

/** A bot with open incidents, each arrived at a checklist of the runbook, and where it takes Slack's requests. */
export type BusyBot = {
  rig: Rig;
  bot: BotProcess;
  url: string;
  channels: IncidentChannel[];
  names: string[];
};

/** Starts the real bot on a local Slack and declares so many incidents there. */
export async function openBusyBot(incidents: number, options: RigOptions = {}): Promise<BusyBot> {
  const rig = await openRig({ ...options, config: ({ clay }) => ({ clay: withSubmit(clay, "always") }) });
  try {
    await rig.clay.control.play("webhook limit");
    const bot = await rig.startBot();
    const channels: IncidentChannel[] = [];
    for (let number = 1; number <= incidents; number++) {
      const channel = await declare(rig, { title: `Case${number}`, options: [] });
      await checklistSays(rig, channel.id);
      channels.push(channel);
    }
    await quiet(rig);
    return {
      rig,
      bot,
      url: `http://127.0.0.1:${bot.port}/slack/events`,
      channels,
      names: channels.map(nameOf),
    };
  } catch (error) {
    await rig.close();
    throw error;
  }
}

/** Resolves when the bot has not called Slack for a moment. */
export async function quiet({ control }: Rig): Promise<void> {
  let calls = 0;
  const end = control.subscribe(({ type }) => {
    if (type === "api.call") calls += 1;
  });
  do {
    calls = 0;
    await sleep(quietMs);
  } while (calls > 0);
  end();
}
