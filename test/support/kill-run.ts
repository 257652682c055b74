import { setTimeout as sleep } from "node:timers/promises";
import type { Summary } from "../../src/incident/summary.ts";
import type { Interaction } from "../../src/playground/slack/people/interaction.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { BotProcess, Rig } from "./bot.ts";
import { type Act, type Compared, compare } from "./kill-compare.ts";

/** What came of acting incidents while the bot was killed again and again. */
export type KillReport = Compared & {
  kills: number;
  incidents: number;
  /** How many acts were acknowledged. */
  acked: number;
};

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The longest stretch between two kills, in changes of the local Slack: about one incident's worth. */
const longestStretch = 90;
const longestDelayMs = 30;
// Each kill may hold work up until the lease of the dead process runs out.
const patienceMs = 120_000;

/**
 * Acts one incident after the other (declared, led, noted, updated, resolved) while the bot is killed at random points
 * and started again, as often as asked. People press again what was not acknowledged. Then compares what was
 * acknowledged with the record and with what Slack shows.
 */
export async function actUnderKills(
  rig: Rig,
  { seed, kills, progress = () => {} }: { seed: number; kills: number; progress?: (kills: number) => void },
): Promise<KillReport> {
  const random = seededRandom(seed);
  const killer = await startKiller(rig, { random, kills, progress });
  const acts: Act[] = [];
  let incidents = 0;
  while (!killer.isDone()) {
    incidents += 1;
    acts.push(
      ...(await actIncident(rig, killer, `${titleWord(random)}${seed} ${titleWord(random)}${incidents}`)),
    );
  }
  await killer.end();
  const complaints = await compare(rig, acts);
  return { kills, incidents, acked: acts.length, ...complaints };
}

/** Words nobody takes for the same thing. */
function titleWord(random: () => number): string {
  return Array.from({ length: 7 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");
}

type Killer = {
  /** Resolves when a bot runs. */
  running(): Promise<unknown>;
  isDone(): boolean;
  /** Waits until everything due was done, and stops the bot as an operator does. */
  end(): Promise<void>;
};

async function startKiller(
  rig: Rig,
  { random, kills, progress }: { random: () => number; kills: number; progress: (kills: number) => void },
): Promise<Killer> {
  let bot: BotProcess = await rig.startBot();
  let restart: Promise<unknown> = Promise.resolve();
  let killed = 0;
  let left = nextStretch();
  let isDown = false;

  function nextStretch(): number {
    return 1 + Math.floor(random() * longestStretch);
  }
  const unsubscribe = rig.control.subscribe(() => {
    if (isDown || killed >= kills || --left > 0) return;
    isDown = true;
    killed += 1;
    left = nextStretch();
    // Half of the kills come amid a call, whose answer is lost; half a moment later, between a write and its ack, say.
    const laterMs = random() < 0.5 ? 0 : random() * longestDelayMs;
    restart = (laterMs === 0 ? bot.kill() : sleep(laterMs).then(() => bot.kill())).then(async () => {
      bot = await rig.startBot();
      isDown = false;
      progress(killed);
    });
  });
  return {
    running: () => restart,
    isDone: () => killed >= kills,
    async end() {
      await restart;
      unsubscribe();
      await untilQuiet(rig);
      await bot.stop();
    },
  };
}

/** What is put off by less than this is part of what is going on. */
const soonMs = 20_000;

async function untilQuiet(rig: Rig): Promise<void> {
  const store = await openStore<Summary>({ file: rig.stateFile });
  try {
    for (;;) {
      const dueAt = await store.nextDueAt();
      const inMs = dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt) - Date.now();
      if (inMs > soonMs) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    await store.close();
  }
}

async function actIncident(rig: Rig, killer: Killer, title: string): Promise<Act[]> {
  const { control } = rig;
  const acked: Act[] = [];

  /** Does it until it is acknowledged; `attempt` counts how often it was tried. */
  async function untilAcked(doIt: (attempt: number) => Promise<Interaction | undefined>): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      await killer.running();
      const done = await doIt(attempt);
      if (!done || (done.acked && !done.error)) return attempt;
    }
  }

  /** Opens a form by a command and sends it, both until acknowledged; a form that is open is sent again. */
  async function fillForm(
    channel: string,
    typed: string,
    entered: { [key: string]: unknown },
  ): Promise<void> {
    for (;;) {
      await untilAcked(() =>
        control.modals("lead").length > 0
          ? Promise.resolve(undefined)
          : control.command("lead", channel, `/clay-incident ${typed}`),
      );
      const form = control.modals("lead").at(-1);
      if (!form) continue;
      await control.fill("lead", form.id, entered);
      await untilAcked(() => control.submit("lead", form.id));
      if (control.modals("lead").length === 0) return;
      // The outcome of triage, or a fault of ours, stands in the form: resolving goes on anyway.
      await control.closeModal("lead", true);
    }
  }

  await fillForm("general", "declare", { "title/value": title, "severity/value": "P2" });
  acked.push({
    title,
    what: "declared",
    told: " · P2 declared: ",
    event: ({ type }) => type === "incident.declared",
  });
  const channel = await rig.eventually(
    () =>
      control
        .channels("lead")
        .find(({ topic, members }) => topic.includes(title) && members.includes(control.user("lead").id)),
    patienceMs,
  );

  const command = async (text: (attempt: number) => string, act: (attempt: number) => Omit<Act, "title">) => {
    const attempt = await untilAcked((n) => control.command("lead", channel.id, `/clay-incident ${text(n)}`));
    acked.push({ title, ...act(attempt) });
  };
  const note = (name: string) =>
    command(
      (n) => `note ${name} ${title} ${n}.`,
      (n) => ({ what: `note ${name} ${n}`, event: ({ text }) => text === `${name} ${title} ${n}.` }),
    );

  await note("first");
  await command(
    () => "lead",
    () => ({ what: "led", told: " leads INC-", event: ({ type }) => type === "lead.changed" }),
  );
  await fillForm(channel.id, "update", { "text/value": `Update of ${title}.`, "status/value": "mitigating" });
  acked.push({
    title,
    what: "updated",
    told: `Update of ${title}.`,
    announced: `Update of ${title}.`,
    event: ({ type, text }) => type === "incident.updated" && text === `Update of ${title}.`,
  });
  await command(
    () => "severity P1",
    () => ({
      what: "severity",
      told: " is now P1 ",
      announced: "This is now P1",
      event: ({ type }) => type === "severity.changed",
    }),
  );
  await note("second");
  await fillForm(channel.id, "resolve", { "resolution/value": `Resolution of ${title}.` });
  acked.push({
    title,
    what: "resolved",
    told: `Resolution of ${title}.`,
    announced: `Resolution of ${title}.`,
    event: ({ type }) => type === "incident.resolved",
  });
  return acked;
}
