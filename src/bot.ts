import { randomUUID } from "node:crypto";
import type { Config } from "./config/schema.ts";
import { createHandle } from "./engine/handle.ts";
import { createClocks, createPass } from "./engine/pass.ts";
import type { Clock } from "./engine/ports.ts";
import { createStates } from "./engine/states.ts";
import { createTriageRuns, triageKind } from "./engine/triage-runs.ts";
import { createWorkLoop } from "./engine/work.ts";
import { healthRoutes } from "./http/health.ts";
import { openHttpServer } from "./http/server.ts";
import { toInstant } from "./lib/time.ts";
import type { Logger } from "./log.ts";
import type { Runbook } from "./runbook/schema.ts";
import { createSlackApp } from "./slack/app.ts";
import { connectSlack } from "./slack/connect.ts";
import { createWeb } from "./slack/web.ts";
import { openStore } from "./store/open-store.ts";
import { createProbing } from "./triage/probing.ts";

/** The machine's clock. */
export const systemClock: Clock = { now: () => toInstant(Date.now()) };

/** The running bot. */
export type Bot = {
  /** Where health is answered (and Slack, in HTTP mode). */
  port: number;
  /** Takes nothing new, lets what is under way end, and lets go of Slack and the database. */
  stop(drainMs: number): Promise<void>;
};

/** Wires store, engine, probes and Slack, and starts them. Rejects when one of them cannot start. */
export async function startBot(
  config: Config,
  runbook: Runbook,
  { log, clock = systemClock }: { log: Logger; clock?: Clock },
): Promise<Bot> {
  const store = await openStore(config.database);
  const states = createStates(store);
  const wake = () => work.wake();
  const handle = createHandle({ store, clock, states, wake });
  const web = createWeb(config.slack, log);
  const runs = createTriageRuns({
    handle,
    states,
    store,
    clock,
    probing: createProbing({ config, runbook, clock, log }),
    shareSeconds: config.triage.share_seconds,
    onFinished: async () => {},
    onBug: (err, stream) => log.error({ err, stream }, "triage failed"),
  });
  const startedAt = clock.now();
  const routes = healthRoutes({
    now: clock.now,
    startedAt,
    sockets: () => slack.sockets(),
    pingDatabase: store.ping,
    lastPassAt: () => work.lastLookAt(),
  });
  const slack = createSlackApp(config, { clock, log, routes });
  const { view } = connectSlack({ slack, config, store, web, clock, log, runs });
  const work = createWorkLoop({
    store,
    clock,
    log,
    owner: randomUUID(),
    pass: createPass({
      clock,
      clocks: { triage: createClocks({ states, handle }, triageKind, { type: "tick" }) },
      effects: { perform: (stream) => runs.perform(stream) },
      view,
    }),
  });

  const server = config.slack.mode === "socket" ? await openHttpServer({ ...config.http, routes }) : null;
  await slack.start();
  work.start();
  return {
    port: server?.port ?? config.http.port,
    async stop(drainMs) {
      await slack.stop(drainMs);
      await runs.idle();
      await work.stop();
      await server?.close();
      await store.close();
    },
  };
}
