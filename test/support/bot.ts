import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type FakeClay, openFakeClay } from "../../src/playground/clay/open-fake-clay.ts";
import {
  type LocalSlack,
  type LocalSlackOptions,
  openLocalSlack,
} from "../../src/playground/slack/local-slack.ts";
import { createManifest } from "../../src/slack/manifest.ts";
import { project } from "./command-line.ts";

/** The real bot process, and how it ended. */
export type BotProcess = {
  /** Where its health is answered. */
  port: number;
  pid: number;
  /** Its log so far, as parsed lines. */
  log: { level: string; msg: string; [field: string]: unknown }[];
  /** Ends it as an operator does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
};

/** A workspace, a Clay and the folder of one bot. */
export type Rig = {
  slack: LocalSlack;
  clay: FakeClay;
  /** Starts the bot on the rig's state; again after it was stopped or killed. */
  startBot(): Promise<BotProcess>;
  close(): Promise<void>;
};

/** JSON is YAML, so the configuration file needs no writer of its own. */
export type RigOptions = { slack?: Partial<LocalSlackOptions>; config?: Record<string, object> };

/** Opens a local Slack with the bot's own manifest, a fake Clay, and a folder for the bot's state. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-"));
  const slack = await openLocalSlack({ manifest: createManifest(), ...options.slack });
  const clay = await openFakeClay();
  const running = new Set<BotProcess>();
  const file = join(folder, "clay-incident.yml");
  const config = {
    slack: { bot_token: slack.botToken, app_token: slack.appToken, api_url: slack.apiUrl },
    clay: clay.configuration,
    database: { file: join(folder, "state.db") },
    http: { host: "127.0.0.1", port: 0 },
    ...options.config,
    incident: { announcements_channel: slack.control.channel("incidents").id, ...options.config?.incident },
  };
  writeFileSync(file, JSON.stringify(config));

  return {
    slack,
    clay,
    async startBot() {
      const bot = await spawnBot(file, folder);
      running.add(bot);
      return bot;
    },
    async close() {
      await Promise.all([...running].map((bot) => bot.kill()));
      await Promise.all([slack.close(), clay.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function spawnBot(file: string, cwd: string): Promise<BotProcess> {
  const env = { PATH: process.env.PATH ?? "", CLAY_INCIDENT_CONFIG: file };
  const child = spawn(process.execPath, [resolve(project, "src/main.ts")], { cwd, env });
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const log: BotProcess["log"] = [];
  const ready = Promise.withResolvers<number>();
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const entry = JSON.parse(line) as BotProcess["log"][number];
    log.push(entry);
    if (entry.msg === "ready") ready.resolve(Number(entry.port));
  });
  ended.then((code) =>
    ready.reject(new Error(`The bot ended with ${code} before it was ready: ${complaints}`)),
  );
  const end = (signal: NodeJS.Signals) => endProcess(child, signal, ended);
  return {
    port: await ready.promise,
    pid: child.pid!,
    log,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<number | null>) {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  return ended;
}
