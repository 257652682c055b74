import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { configSchema } from "../../src/config/schema.ts";
import { type FakeClay, openFakeClay } from "../../src/fake-clay/open-fake-clay.ts";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { millisecondsBetween, toInstant } from "../../src/lib/time.ts";
import { createLogger } from "../../src/log.ts";
import { type LocalSlack, openLocalSlack } from "../../src/playground/slack/local-slack.ts";
import { loadRunbook } from "../../src/runbook/load.ts";
import { createManifest } from "../../src/slack/manifest.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type Bot, type BotPorts, startBot } from "../../src/wiring/bot.ts";
import { type BotProcess, type RigConfig, type Stage, spawnBot } from "./bot.ts";
import { createMovableClock, type MovableClock } from "./clock.ts";

/** One bot in this process, on a clock that stands still until the test moves it. */
export type ClockedBot = {
  /** Its log so far, as parsed lines. */
  log: { level: string; msg: string; [field: string]: unknown }[];
  stop(): Promise<void>;
};

export type ClockRig = Stage & {
  slack: LocalSlack;
  clay: FakeClay;
  clock: MovableClock;
  /** Starts a process of its own on the rig's state, on the machine's clock. End it by killing it. */
  spawnBot(): Promise<BotProcess>;
  /**
   * Starts a bot on the rig's state: again after it was stopped, or a second one beside the first, whose clock may
   * differ. `open` opens its store.
   */
  startBot(config?: RigConfig, ports?: Pick<BotPorts, "clock" | "open">): Promise<ClockedBot>;
  /** Moves the clock and lets the bot notice. */
  pass(minutes: number): void;
  /** Resolves when the bot has done all that is due, and what it put off by seconds. */
  quiet(): Promise<void>;
  /** The record as it is on disk. */
  withStore<T>(read: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** What is put off by a second or two, as edits of one message are, falls due after this many looks. */
const lookEveryMs = 50;
const patienceMs = 15_000;

/** What is put off by no more than this is part of what is going on. */
const soonMs = 5000;

/** A stream that is being worked on is due again when its lease ends. */
const leaseMs = 30_000;

export type ClockRigOptions = {
  config?: RigConfig | ((made: { slack: LocalSlack; clay: FakeClay }) => RigConfig);
  clock?: MovableClock;
};

/** Opens a local Slack and a fake Clay for bots whose clock the test moves. */
export async function openClockRig(options: ClockRigOptions = {}): Promise<ClockRig> {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-"));
  const slack = await openLocalSlack({ manifest: createManifest(), settings: { rateLimits: false } });
  const clay = await openFakeClay();
  const stateFile = join(folder, "state.db");
  // Slack's messages bear the time of the machine, and reminders stand between them: both start together.
  const clock = options.clock ?? createMovableClock(toInstant(Date.now()));
  const asked =
    typeof options.config === "function" ? options.config({ slack, clay }) : (options.config ?? {});
  const sleepers = new Set<() => void>();
  const running = new Set<ClockedBot>();
  const usual: RigConfig = {
    slack: {
      app_token: slack.appToken,
      bot_token: slack.botToken,
      api_url: slack.apiUrl,
      // This Slack has no limits.
      edits_per_minute: 100_000,
    },
    clay: clay.configuration,
    triage: { deadline_ms: 500, share_seconds: 0 },
    incident: { announcements_channel: slack.control.channel("incidents").id },
    database: { file: stateFile },
    http: { host: "127.0.0.1", port: 0 },
  };
  const configFor = (more: RigConfig) =>
    configSchema.parse([usual, asked, more].reduce<RigConfig>(layer, {}));

  function wakeAll(): void {
    const waiting = [...sleepers];
    sleepers.clear();
    for (const wake of waiting) wake();
  }

  return {
    slack,
    control: slack.control,
    clay,
    clock,
    stateFile,
    async spawnBot() {
      const file = join(folder, "clay-incident.yml");
      writeFileSync(file, JSON.stringify([usual, asked].reduce<RigConfig>(layer, {})));
      return spawnBot(file, folder);
    },
    async startBot(more = {}, ports = {}) {
      const log: ClockedBot["log"] = [];
      const destination = { write: (line: string) => void log.push(JSON.parse(line)) };
      const read = loadRunbook();
      if ("problems" in read) throw new Error("the built-in runbook is not fit for use");
      const bot: Bot = await startBot(configFor(more), read, {
        log: createLogger({ level: "info", destination }),
        clock,
        ...ports,
        startTimer: (_delayMs, wake) => {
          sleepers.add(wake);
          return () => void sleepers.delete(wake);
        },
      });
      const clocked: ClockedBot = {
        log,
        async stop() {
          running.delete(clocked);
          await bot.stop(2000);
        },
      };
      running.add(clocked);
      return clocked;
    },
    pass(minutes) {
      clock.moveMinutes(minutes);
      wakeAll();
    },
    async quiet() {
      const store = await openStore<Summary>(configFor({}).database);
      try {
        for (let looks = 0; looks < 1000; looks++) {
          const dueAt = await store.nextDueAt();
          const dueInMs = dueAt === null ? Number.POSITIVE_INFINITY : millisecondsBetween(clock.now(), dueAt);
          if (dueInMs > leaseMs) return;
          if (dueInMs < soonMs) clock.moveMilliseconds(500);
          wakeAll();
          await setTimeout(5);
        }
      } finally {
        await store.close();
      }
    },
    async eventually(read, withinMs = patienceMs) {
      for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookEveryMs) {
        const found = await slack.control.until(read, lookEveryMs).catch(() => undefined);
        if (found) return found as NonNullable<ReturnType<typeof read>>;
        clock.moveMilliseconds(500);
        wakeAll();
      }
      const complaints = [...running].flatMap(({ log }) => log.filter(({ level }) => level !== "info"));
      const last = complaints.slice(-3).map((line) => JSON.stringify(line).slice(0, 500));
      throw new Error(["It did not come about.", ...last].join("\n"));
    },
    async withStore(read) {
      const store = await openStore<Summary>(configFor({}).database);
      return read(store).finally(() => store.close());
    },
    async close() {
      await Promise.all([...running].map((bot) => bot.stop()));
      await Promise.all([slack.close(), clay.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function layer(usual: RigConfig, asked: RigConfig): RigConfig {
  const sections = Object.entries(asked).map(([name, section]) => [name, { ...usual[name], ...section }]);
  return { ...usual, ...Object.fromEntries(sections) };
}
