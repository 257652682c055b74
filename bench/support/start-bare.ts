import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import type { LocalSlack } from "../../src/playground/slack/local-slack.ts";

/** A running Bolt app that only acks. `url`: where it takes Slack's requests in HTTP mode. */
export type BareApp = { pid: number; url: string; stop(): Promise<void> };

/** Starts the bare Bolt app on a local Slack; resolves when it is ready. */
export async function startBare(slack: LocalSlack, mode: "socket" | "http"): Promise<BareApp> {
  const port = mode === "http" ? await freePort() : 0;
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-bolt.ts")], {
    env: {
      PATH: process.env.PATH ?? "",
      SLACK_API_URL: slack.apiUrl,
      BOT_TOKEN: slack.botToken,
      APP_TOKEN: slack.appToken,
      SIGNING_SECRET: slack.signingSecret,
      PORT: String(port),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const isReady = await Promise.race([once(child.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!isReady) throw new Error("The bare Bolt app ended before it was ready");
  return {
    pid: child.pid!,
    url: `http://127.0.0.1:${port}/slack/events`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
