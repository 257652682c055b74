import { randomUUID } from "node:crypto";
import type { Config } from "../config/schema.ts";
import { secretsOf } from "../config/secrets.ts";
import { createForward, withForward } from "../forward/forward.ts";
import { healthRoutes } from "../health/health.ts";
import { createMetrics } from "../health/metrics.ts";
import { openHttpServer } from "../health/server.ts";
import type { Summary } from "../incident/summary.ts";
import { toInstant } from "../lib/time.ts";
import type { Logger } from "../log.ts";
import { drawAside } from "../postmortem/picture/draw-aside.ts";
import { createRedaction } from "../postmortem/redaction.ts";
import type { Clock } from "../record/ports.ts";
import { withOwnLinks } from "../runbook/own-links.ts";
import { watchDeliveries } from "../service/bot-health.ts";
import { createFacts } from "../service/facts.ts";
import { createHousekeeping } from "../service/retention/housekeeping.ts";
import { createSlackApp } from "../slack/app.ts";
import { connectSlack } from "../slack/connect.ts";
import { createWeb } from "../slack/web/web.ts";
import { openStore } from "../store/open-store.ts";
import { createPass } from "../worker/pass.ts";
import { createWorkLoop, type StartTimer } from "../worker/work.ts";
import { drillChoices } from "./drills.ts";
import { type LoadedRunbook, wireRecords } from "./records.ts";

/** On SQLite no other process waits to take over: only our own next start waits for the leases of a crashed one. */
const aloneLeaseMs = 10_000;

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
  loaded: LoadedRunbook,
  { log, clock = systemClock, startTimer }: { log: Logger; clock?: Clock; startTimer?: StartTimer },
): Promise<Bot> {
  const runbook = { ...loaded, runbook: withOwnLinks(loaded.runbook, config.clay) };
  const store = await openStore<Summary>(config.database);
  const facts = createFacts(store);
  const metrics = createMetrics({
    now: clock.now,
    facts,
    nextDueAt: store.nextDueAt,
    sockets: () => slack.sockets(),
    targets: config.forward.map(({ name }) => name),
    onError: (err) => log.warn({ err }, "the record could not be read for /metrics"),
  });
  const { health } = metrics;
  const parts = { store, clock, log, wake: () => work.wake() };
  const records = wireRecords(config, runbook, { ...parts, health });

  const routes = {
    ...healthRoutes({
      now: clock.now,
      startedAt: clock.now(),
      sockets: () => slack.sockets(),
      pingDatabase: store.ping,
      lastLookAt: () => work.lastLookAt(),
    }),
    ...metrics.routes,
  };
  const slack = createSlackApp(config, { clock, log, routes, health });
  const redact = createRedaction({ secrets: secretsOf(config), emails: config.postmortem.redact_emails });
  const { view, catchUp } = connectSlack({
    ...parts,
    slack,
    config,
    runbook: runbook.runbook,
    web: createWeb(config.slack, log, health),
    incidents: records.incidents,
    runs: records.runs,
    facts,
    paper: { redact, drawPicture: drawAside },
    drills: drillChoices,
  });
  const forward = createForward({ targets: config.forward, store, clock, redact, health });
  const work = createWorkLoop({
    ...parts,
    owner: randomUUID(),
    ...(config.database.url === undefined && { leaseMs: aloneLeaseMs }),
    whenIdle: createHousekeeping({ store, clock, retentionDays: config.retention.days ?? null }),
    ...(startTimer && { startTimer }),
    pass: createPass({
      clock,
      clocks: records.clocks,
      effects: records.effects,
      view: withForward(watchDeliveries(view, health), forward),
    }),
  });

  const server = config.slack.mode === "socket" ? await openHttpServer({ ...config.http, routes }) : null;
  await slack.start();
  work.start();
  const stopping = new AbortController();
  void catchUp(stopping.signal);
  return {
    port: server?.port ?? config.http.port,
    async stop(drainMs) {
      stopping.abort();
      await slack.stop(drainMs);
      await records.idle();
      await work.stop();
      // The last passes may have started more.
      await records.idle();
      await records.close();
      await server?.close();
      await store.close();
    },
  };
}
