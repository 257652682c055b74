import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import packageJson from "../../package.json" with { type: "json" };
import { type FakeClay, openFakeClay } from "../../src/fake-clay/open-fake-clay.ts";
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
  /** How it ended, and what it wrote to standard error. */
  ended: Promise<{ exitCode: number | null; complaints: string }>;
  /** Ends it as an operator does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
};

/** What acting in a workspace needs of a rig. */
export type Stage = Pick<Rig, "control" | "eventually" | "stateFile">;

/** A workspace, a Clay and the folder of one bot. */
export type Rig = {
  slack: LocalSlack;
  control: LocalSlack["control"];
  clay: FakeClay;
  /** The bot's SQLite file. */
  stateFile: string;
  /** What stands in its configuration file. */
  config: RigConfig;
  /** Starts the bot on the rig's state; again after it was stopped or killed. */
  startBot(): Promise<BotProcess>;
  /**
   * What `read` gives as soon as that is truthy, looked at after each change in Slack. Says what the bot complained
   * of when that does not come about.
   */
  eventually<T>(read: () => T, withinMs?: number): Promise<NonNullable<T>>;
  close(): Promise<void>;
};

/** Sections of the configuration file; each is laid over the rig's own. */
export type RigConfig = { [section: string]: object };

export type RigOptions = {
  slack?: Partial<LocalSlackOptions>;
  config?: RigConfig | ((made: { slack: LocalSlack; clay: FakeClay }) => RigConfig);
  /** HTTP instead of Socket Mode. */
  http?: true;
  /** What to give to node instead of what `npm start` gives. */
  command?: string[];
};

/** What `npm start` gives to node. */
const startArguments = packageJson.scripts.start.split(" ").slice(1);

/** Generous, because the machine may be busy: a test that passes never waits so long. */
const usualPatienceMs = 15_000;

/** Opens a local Slack with the bot's own manifest, a fake Clay, and a folder for the bot's state. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-"));
  // A test file does in a minute what people do in a day. Slack's tiers have tests of their own, on a clock they move.
  const slack = await openLocalSlack({
    manifest: createManifest(),
    settings: { rateLimits: false },
    ...options.slack,
  });
  const clay = await openFakeClay();
  const { control } = slack;
  const running = new Set<BotProcess>();
  const port = options.http ? await freePort() : 0;
  if (options.http) control.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  const stateFile = join(folder, "state.db");
  const file = join(folder, "clay-incident.yml");
  const asked = typeof options.config === "function" ? options.config({ slack, clay }) : options.config;
  const config = layered(usualConfig({ slack, clay, stateFile, port }), asked ?? {});
  // JSON is YAML, so the configuration file needs no writer of its own.
  writeFileSync(file, JSON.stringify(config));

  return {
    slack,
    control,
    clay,
    stateFile,
    config,
    async startBot() {
      const bot = await spawnBot(file, folder, options.command);
      running.add(bot);
      return bot;
    },
    async eventually(read, withinMs = usualPatienceMs) {
      try {
        return await control.until(read, withinMs);
      } catch (error) {
        const complaints = [...running].flatMap(({ log }) => log.filter(({ level }) => level !== "info"));
        throw new Error(
          `${(error as Error).message}\n${complaints.map((l) => JSON.stringify(l)).join("\n")}`,
        );
      }
    },
    async close() {
      await Promise.all([...running].map((bot) => bot.kill()));
      await Promise.all([slack.close(), clay.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The rig's webhooks, all with the same consent to test rows. */
export function withSubmit(clay: FakeClay, submit: "ask" | "always" | "never") {
  return { webhooks: clay.configuration.webhooks.map((webhook) => ({ ...webhook, submit })) };
}

function usualConfig(made: {
  slack: LocalSlack;
  clay: FakeClay;
  stateFile: string;
  port: number;
}): RigConfig {
  const { slack, clay, stateFile, port } = made;
  const mode =
    port > 0 ? { mode: "http", signing_secret: slack.signingSecret } : { app_token: slack.appToken };
  return {
    // This Slack has no limits, unless a test asks for them.
    slack: { ...mode, bot_token: slack.botToken, api_url: slack.apiUrl, edits_per_minute: 100_000 },
    clay: clay.configuration,
    incident: { announcements_channel: slack.control.channel("incidents").id },
    database: { file: stateFile },
    http: { host: "127.0.0.1", port },
  };
}

function layered(usual: RigConfig, asked: RigConfig): RigConfig {
  const sections = Object.entries(asked).map(([name, section]) => [name, { ...usual[name], ...section }]);
  return { ...usual, ...Object.fromEntries(sections) };
}

/** Starts the real bot process with a configuration file, in a folder of its own. */
export async function spawnBot(
  file: string,
  cwd: string,
  command: string[] = startArguments,
): Promise<BotProcess> {
  const env = { PATH: process.env.PATH ?? "", CLAY_INCIDENT_CONFIG: file };
  const child = spawn(process.execPath, absolute(command), { cwd, env });
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
  void ended.then((code) =>
    ready.reject(new Error(`The bot ended with ${code} before it was ready: ${complaints}`)),
  );
  const end = (signal: NodeJS.Signals) => endProcess(child, signal, ended);
  return {
    port: await ready.promise,
    pid: child.pid!,
    log,
    ended: ended.then((exitCode) => ({ exitCode, complaints })),
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

function absolute(args: string[]): string[] {
  return args.map((arg) => (/\.[jt]s$/.test(arg) ? resolve(project, arg) : arg));
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<number | null>) {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  return ended;
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
