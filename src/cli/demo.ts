import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type FakeClay, openFakeClay } from "../fake-clay/open-fake-clay.ts";
import {
  openPlaygroundPage,
  type PlaygroundPage,
  type PlaygroundPageOptions,
} from "../playground/page/open-playground-page.ts";
import { type LocalSlack, openLocalSlack } from "../playground/slack/local-slack.ts";
import { createManifest } from "../slack/manifest.ts";
import { prepareReplay } from "./replay/demo-replay.ts";

/** Where the page is found unless told otherwise. */
const usualPort = 4040;

const countsScript = join(import.meta.dirname, "../playground/clay/print-counts.ts");

export type DemoOptions = { host?: string; port?: number };

/**
 * Starts a local Slack, a fake Clay and the real bot between them, with a page to use all three. Runs until SIGINT,
 * SIGTERM or the bot's end; keeps nothing. Resolves with the exit code; rejects when the port asked for is taken.
 */
export async function runDemo({ host = "127.0.0.1", port }: DemoOptions = {}): Promise<number> {
  const slack = await openLocalSlack({ manifest: createManifest() });
  const clay = await openFakeClay();
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-demo-"));
  const configuration = writeConfiguration(folder, slack, clay);
  try {
    const replay = prepareReplay(folder, configuration);
    return await showDemo({ folder, configuration }, await openPage({ slack, clay, host, replay }, port));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([slack.close(), clay.close()]);
  }
}

/** Without a wish, any port will do when the usual one is taken: its address is told in any case. */
async function openPage(parts: Omit<PlaygroundPageOptions, "port">, port?: number): Promise<PlaygroundPage> {
  try {
    return await openPlaygroundPage({ ...parts, port: port ?? usualPort });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    if (port === undefined) return openPlaygroundPage(parts);
    throw new Error(`Port ${port} is taken. Name another one with --port; 0 takes any that is free.`);
  }
}

async function showDemo(
  { folder, configuration }: { folder: string; configuration: string },
  page: PlaygroundPage,
): Promise<number> {
  const bot = startBot(configuration, folder);
  const ended = new Promise<number>((resolve) => bot.child.once("close", (code) => resolve(code ?? 0)));
  const stop = () => bot.child.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);

  void bot.ready.then(() => process.stdout.write(welcome(page.url)));
  const code = await ended;
  await page.close();
  return code;
}

function writeConfiguration(folder: string, slack: LocalSlack, clay: FakeClay): string {
  const { control } = slack;
  const file = join(folder, "clay-incident.yml");
  // JSON is YAML.
  const configuration = {
    slack: { bot_token: slack.botToken, app_token: slack.appToken, api_url: slack.apiUrl },
    clay: clay.configuration,
    database: { file: join(folder, "demo.db") },
    http: { host: "127.0.0.1", port: 0 },
    // Whoever changes Clay's weather and asks again at once must not be shown the run of a moment ago.
    triage: { share_seconds: 0 },
    // Nobody at a playground waits for minutes until the bot notices.
    monitor: {
      channel: control.channel("incidents").id,
      every_seconds: 10,
      slow_every_seconds: 10,
      recheck_seconds: 5,
      closes_after_minutes: 0.5,
      // What a sender's own count would be: the fake Clay's.
      meters: {
        command: [process.execPath, countsScript, clay.configuration.api_url],
        command_every_seconds: 10,
      },
    },
    incident: {
      announcements_channel: control.channel("incidents").id,
      invite_usergroup: control.userGroups()[0]?.id,
    },
  };
  writeFileSync(file, JSON.stringify(configuration));
  return file;
}

function startBot(configuration: string, folder: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts")], {
    cwd: folder,
    env: { CLAY_INCIDENT_CONFIG: configuration },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { level, msg, err } = JSON.parse(line) as { level: string; msg: string; err?: { message: string } };
    if (msg === "ready") ready.resolve();
    if (level === "error" || level === "fatal") process.stderr.write(`bot: ${msg} ${err?.message ?? ""}\n`);
  });
  return { child, ready: ready.promise };
}

function welcome(url: string): string {
  return `
  The playground is at ${url}

  It is a Slack, a Clay and the real clay-incident bot, all on this machine. Nothing leaves it.

    1. Open the page. You act as the incident lead in #incidents; type  /clay-incident triage
    2. Break something: in the "Clay" tab choose "Webhook limit", and run triage again.
    3. Press "Declare P1" and see the incident through: the tree, an update, the resolution.
       Or start one of the drills there: its steps tick themselves.

  It is a development tool: do not put it on a network. Ctrl+C ends it and forgets everything.

`;
}
