import { randomUUID } from "node:crypto";
import type { Config } from "../config/schema.ts";
import { knownSecretsOf, secretsOf } from "../config/secrets.ts";
import { isShownInSlack } from "../forward/dead-letters.ts";
import { createForward, withForward } from "../forward/forward.ts";
import { healthRoutes } from "../health/health.ts";
import { createMetrics } from "../health/metrics.ts";
import { guardRoutes } from "../health/routes.ts";
import { openHttpServer } from "../health/server.ts";
import { watchStore } from "../health/watch-store.ts";
import type { Store } from "../incident/store.ts";
import type { Summary } from "../incident/summary.ts";
import type { Logger } from "../log.ts";
import { drawAside } from "../postmortem/picture/draw-aside.ts";
import type { Clock } from "../record/ports.ts";
import { systemClock } from "../record/system-clock.ts";
import { createRedaction } from "../redaction/records.ts";
import { createKeepOut } from "../redaction/typed-secrets.ts";
import { withOwnLinks } from "../runbook/own-links.ts";
import { watchDeliveries } from "../service/bot-health.ts";
import { createFacts } from "../service/facts.ts";
import { createHousekeeping } from "../service/retention/housekeeping.ts";
import { retryRefused } from "../service/retry-refused.ts";
import { createSlackApp } from "../slack/app.ts";
import { connectSlack } from "../slack/connect.ts";
import { createSlackFetch } from "../slack/web/slack-fetch.ts";
import { createSlackTime } from "../slack/web/slack-time.ts";
import { createTokenWatch } from "../slack/web/token-watch.ts";
import { createWeb } from "../slack/web/web.ts";
import { openStore, type StorePlace } from "../store/open-store.ts";
import { createClockWatch } from "../worker/clock-watch.ts";
import { createPass } from "../worker/pass.ts";
import { createWorkLoop, type StartTimer } from "../worker/work.ts";
import { drillChoices } from "./drills.ts";
import { type LoadedRunbook, wireRecords } from "./records.ts";

/** On SQLite no other process waits to take over: only our own next start waits for the leases of a crashed one. */
const aloneLeaseMs = 10_000;

/** The running bot. */
export type Bot = {
  /** Where health is answered (and Slack, in HTTP mode). */
  port: number;
  /** Takes nothing new, lets what is under way end, and lets go of Slack and the database. */
  stop(drainMs: number): Promise<void>;
};

/** What a test may put in the place of the machine's own. */
export type BotPorts = {
  log: Logger;
  clock?: Clock;
  startTimer?: StartTimer;
  open?: (place: StorePlace) => Promise<Store>;
};

/** Wires store, engine, probes and Slack, and starts them. Rejects when one of them cannot start. */
export async function startBot(
  config: Config,
  loaded: LoadedRunbook,
  { log, clock = systemClock, startTimer, open = openStore<Summary> }: BotPorts,
): Promise<Bot> {
  const runbook = { ...loaded, runbook: withOwnLinks(loaded.runbook, config.clay) };
  const startedAt = clock.ticks();
  const tokens = createTokenWatch(log);
  const clockWatch = createClockWatch(clock, log);
  const { store, ...watched } = watchStore(await open(config.database));
  const facts = createFacts(store);
  const metrics = createMetrics({
    now: clock.now,
    ticks: clock.ticks,
    facts,
    overview: () => records.monitoring.overview(),
    meters: () => records.monitoring.meters.list(),
    nextDueAt: store.nextDueAt,
    clockJumps: clockWatch.jumps,
    sockets: () => slack.sockets(),
    targets: config.forward.map(({ name }) => name),
    onError: (err) => log.warn({ err }, "the record could not be read for /metrics"),
  });
  const { health } = metrics;
  const keepOut = createKeepOut(knownSecretsOf(config));
  const parts = { store, clock, log, keepOut, wake: () => work.wake() };
  const records = wireRecords(config, runbook, { ...parts, health });

  const ownRoutes = {
    ...healthRoutes({
      upForMs: () => clock.ticks() - startedAt,
      sockets: () => slack.sockets(),
      storeTrouble: watched.trouble,
      sinceLookMs: () => work.sinceLookMs(),
      refusedTokens: tokens.refused,
      lastClockJump: clockWatch.lastJump,
    }),
    ...metrics.routes,
  };
  const routes = guardRoutes(ownRoutes, (err) =>
    log.error({ err }, "a request for health or metrics failed"),
  );
  const slackTime = createSlackTime(clock);
  const fetch = createSlackFetch({
    slackTime: slackTime.heard,
    token: (refusal) => tokens.heard("bot", refusal),
  });
  const slack = createSlackApp(config, { clock, log, routes, health, tokens, fetch });
  const web = createWeb(config.slack, log, health, fetch);
  const redact = createRedaction({ secrets: secretsOf(config), emails: config.postmortem.redact_emails });
  const { view, catchUp } = connectSlack({
    ...parts,
    slack,
    config,
    runbook: runbook.runbook,
    web,
    slackNow: slackTime.now,
    tokens,
    incidents: records.incidents,
    runs: records.runs,
    monitoring: records.monitoring,
    facts,
    paper: { redact, drawPicture: drawAside },
    drills: drillChoices,
  });
  const forward = createForward({ targets: config.forward, store, clock, redact, health });
  const work = createWorkLoop({
    ...parts,
    owner: randomUUID(),
    ...(config.database.url === undefined && { leaseMs: aloneLeaseMs }),
    onLook: clockWatch.look,
    whenIdle: createHousekeeping({
      store,
      clock,
      retentionDays: config.retention.days ?? null,
      looksKeptDays: config.monitor.keep_days,
    }),
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
  await records.monitoring.begin();
  tokens.start(() => web.read("auth.test", {}));
  work.start();
  const beside = (what: string, doing: Promise<void>) =>
    void doing.catch((err) => log.warn({ err }, `could not ${what}`));
  beside(
    "let what Slack refused be tried again",
    retryRefused(store, clock.now(), isShownInSlack).then(() => work.wake()),
  );
  beside(
    "look through the whole database",
    store.examine().then((damage) => {
      if (damage === null) return;
      watched.noteDamage(`${damage}. Put a backup back: clay-incident restore FILE`);
      log.error(
        { damage },
        "the database is damaged. Stop me and put a backup back: clay-incident restore FILE",
      );
    }),
  );
  const stopping = new AbortController();
  void catchUp(stopping.signal);
  return {
    port: server?.port ?? config.http.port,
    async stop(drainMs) {
      stopping.abort();
      tokens.stop();
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
