import { setTimeout as sleep } from "node:timers/promises";
import type { Summary } from "../../src/incident/summary.ts";
import type { FaultKind } from "../../src/playground/slack/faults.ts";
import type { Interaction } from "../../src/playground/slack/people/interaction.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Rig } from "./bot.ts";
import { seededRandom } from "./kill-run.ts";
import { type Act, type Compared, compare } from "./soak-compare.ts";
import { type Host, type Memory, startHost } from "./soak-host.ts";

export type SoakOptions = {
  /** How long, and how many times faster than real time. */
  minutes: number;
  speed: number;
  seed: number;
  progress?: (line: string) => void;
};

/** What came of it. All of it should be nothing but `late` (some reminders, after a kill), and memory should be flat. */
export type SoakReport = Compared & {
  incidents: number;
  acked: number;
  kills: number;
  faults: number;
  /** Faults of ours that the log tells of. */
  bugs: string[];
  /** Over the half without kills. */
  memory: Memory;
};

/** People at once, each with one incident after the other. */
const people = ["lead", "responder", "gtm-manager", "on-call"] as const;

/** Kills come in the first half only, so that memory can be watched over the second. */
const killsUntil = 0.5;

/** Acts incidents at speed while Slack fails and the bot is killed at random; then compares. */
export async function soak(rig: Rig, options: SoakOptions): Promise<SoakReport> {
  const { minutes, speed, seed, progress = () => {} } = options;
  const random = seededRandom(seed);
  const startedAt = Date.now();
  const passed = () => ((Date.now() - startedAt) * speed) / 60_000;
  const wait = (simulatedMinutes: number) => sleep((simulatedMinutes * 60_000) / speed);
  const isOver = () => passed() >= minutes;
  const host = await startHost(rig);
  const acts: Act[] = [];
  let faults = 0;
  let number = 0;
  let acked = 0;

  async function trouble(): Promise<void> {
    while (!isOver()) {
      await wait(0.2 + random());
      rig.control.fault({ ...pick(random, faultKinds), method: pick(random, faultyMethods) });
      faults += 1;
      if (random() < 0.1) rig.control.duplicateEvents(3);
    }
    rig.control.clearFaults();
  }

  /** What befalls the machine: its clock, its disk, its tokens. The last quarter of an hour is left to recover in. */
  async function machineTrouble(): Promise<void> {
    for (let turn = 0; passed() < minutes - 15; turn++) {
      await wait(2 + random() * 3);
      faults += 1;
      if (turn % 4 === 1) await host.fillDisk(1000 + random() * 2000);
      else if (turn % 8 === 3) await refuseToken();
      else host.setClock(pick(random, clockErrors));
    }
    host.setClock(0);
  }

  async function refuseToken(): Promise<void> {
    const error = pick(random, ["token_revoked", "account_inactive", "invalid_auth"]);
    const refusal = rig.control.revokeToken(error);
    await sleep(2000);
    refusal.release();
  }

  async function killing(): Promise<void> {
    while (passed() < minutes * killsUntil) {
      await wait(2 + random() * 3);
      await host.kill();
      progress(`${passed().toFixed(0)} min: killed for the ${host.kills()}. time, ${acked} acts so far`);
    }
  }

  async function person(user: string): Promise<void> {
    while (!isOver()) acts.push(...(await actIncident(user, ++number)));
  }

  async function actIncident(user: string, nth: number): Promise<Act[]> {
    const actor = createActor(rig, host, user);
    const title = `${word(random)}${nth}`;
    await actor.form("general", "declare", { title, severity: `P${2 + Math.floor(random() * 3)}` });
    const channel = await actor.channelOf(title);
    const own: Act[] = [{ title, what: "declared", event: ({ type }) => type === "incident.declared" }];
    const step = async (what: string, doIt: () => Promise<unknown>, event: Act["event"], told?: string) => {
      await wait(random() * 1.5);
      await doIt();
      acked += 1;
      own.push({ title, what, event, ...(told && { told }) });
    };
    /** Promises an update and gives none for so long that the bot reminds of it, thrice. */
    async function breakPromise(): Promise<void> {
      const text = `Promise of ${title}.`;
      await step(
        "promise",
        () => actor.form(channel, "update", { text, next: "15" }),
        (event) => event.type === "incident.updated" && event.text === text,
        text,
      );
      await wait(25);
      own.push({
        title,
        what: "overdue",
        event: ({ type, count }) => type === "update.overdue" && count === 1,
      });
    }
    if (random() < 0.6)
      await step(
        "led",
        () => actor.command(channel, "lead"),
        ({ type }) => type === "lead.changed",
      );
    for (let i = 1; i <= 4; i++) {
      const text = `${title} ${i}.`;
      if (random() < 0.5)
        await step(
          `update ${i}`,
          () => actor.form(channel, "update", { text }),
          (event) => event.type === "incident.updated" && event.text === text,
          text,
        );
      else
        await step(
          `note ${i}`,
          () => actor.command(channel, `note ${text}`),
          (event) => event.type === "note.added" && event.text === text,
        );
      const message = rig.control.say(user, channel, `Said ${text}`);
      await step(
        `pin ${i}`,
        async () => rig.control.react(user, message, "pushpin"),
        (event) => event.type === "entry.added" && event.text === `Said ${text}`,
      );
    }
    if (nth % 2 === 0 && passed() < minutes - 25) await breakPromise();
    const resolution = `Resolution of ${title}.`;
    await step(
      "resolved",
      () => actor.form(channel, "resolve", { resolution }),
      ({ type }) => type === "incident.resolved",
      resolution,
    );
    return own;
  }

  await Promise.all([trouble(), machineTrouble(), killing(), ...people.map(person)]);
  progress("over; waiting until everything due is done");
  await untilQuiet(rig, speed, startedAt);
  const memory = host.memory(startedAt + (minutes * killsUntil * 60_000) / speed);
  const bugs = host.bugs();
  await host.stop();
  const compared = await compare(rig, acts);
  return { incidents: number, acked: acts.length, kills: host.kills(), faults, bugs, memory, ...compared };
}

const faultKinds: FaultKind[] = [
  { kind: "rate-limited", retryAfterSeconds: 1 },
  { kind: "status", status: 503 },
  { kind: "error", error: "internal_error" },
  { kind: "lost-request" },
  { kind: "lost-answer" },
  { kind: "slow", delayMs: 200 },
  { kind: "page" },
  { kind: "empty" },
  { kind: "cut-answer" },
  { kind: "stalled-answer" },
  { kind: "rate-limited", retryAfterSeconds: 1, retryAfter: "date" },
];
/** Minutes by which a clock that was set is off: hours and days, back and forth, and right again. */
const clockErrors = [-60, 0, 24 * 60, 0, -24 * 60, 10, -1];
const faultyMethods = [
  "chat.postMessage",
  "chat.postMessage",
  "chat.update",
  "conversations.create",
  "conversations.invite",
  "conversations.history",
  "conversations.setTopic",
  "pins.add",
  "bookmarks.add",
  "views.open",
  "users.info",
];

function pick<T>(random: () => number, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)]!;
}

function word(random: () => number): string {
  return Array.from({ length: 7 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");
}

const notDone = /^Not saved|fault of mine|does not let me do|does not answer/;

/** Like a person: presses again what was not acknowledged. */
function createActor(rig: Rig, host: Host, user: string) {
  const { control } = rig;

  async function untilAcked(doIt: () => Promise<Interaction | undefined>): Promise<void> {
    for (;;) {
      await host.running();
      const done = await doIt();
      if (!done || (done.acked && !done.error && !notDone.test(ackText(done)))) return;
    }
  }

  return {
    command: (channel: string, typed: string) =>
      untilAcked(() => control.command(user, channel, `/clay-incident ${typed}`)),

    async form(channel: string, typed: string, entered: { [block: string]: string }): Promise<void> {
      for (;;) {
        await untilAcked(() => control.command(user, channel, `/clay-incident ${typed}`));
        const form = control.modals(user).at(-1);
        if (!form) {
          await sleep(100);
          continue;
        }
        const entries = Object.entries(entered).map(([block, value]) => [`${block}/value`, value]);
        await control.fill(user, form.id, Object.fromEntries(entries));
        await untilAcked(() => control.submit(user, form.id));
        const open = control.modals(user).at(-1);
        if (!open) return;
        const isSaved = JSON.stringify(open).includes("Saved, not shown yet");
        await control.closeModal(user, true);
        if (isSaved) return;
      }
    },

    async channelOf(title: string): Promise<string> {
      const id = control.user(user).id;
      const found = await rig.eventually(
        () => control.channels().find(({ topic, members }) => topic.includes(title) && members.includes(id)),
        120_000,
      );
      return found.id;
    },
  };
}

function ackText({ ackBody }: Interaction): string {
  return String((ackBody as { text?: string } | undefined)?.text ?? "");
}

/** Everything due is done when the next thing due lies minutes ahead. */
async function untilQuiet(rig: Rig, speed: number, origin: number): Promise<void> {
  const store = await openStore<Summary>({ file: rig.stateFile });
  try {
    for (let looks = 0; looks < 600; looks++) {
      const now = origin + (Date.now() - origin) * speed;
      const dueAt = await store.nextDueAt();
      if (dueAt === null || Date.parse(dueAt) - now > 3 * 60_000) return;
      await sleep(100);
    }
  } finally {
    await store.close();
  }
}
