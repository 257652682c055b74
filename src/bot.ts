import { randomUUID } from "node:crypto";
import type { Config } from "./config/schema.ts";
import { secretsOf } from "./config/secrets.ts";
import { createDrillProbing, drillChoices } from "./drills.ts";
import { watchDeliveries } from "./engine/bot-health.ts";
import { createFacts } from "./engine/facts.ts";
import { createHandle } from "./engine/handle.ts";
import { createHousekeeping } from "./engine/housekeeping.ts";
import { incidentRules } from "./engine/incident-rules.ts";
import { recordTriage, triageNewIncident } from "./engine/incident-triage.ts";
import { createIncidents, incidentKind } from "./engine/incidents.ts";
import { createMeasuredWatches } from "./engine/measured-watches.ts";
import { createOpenNumbered } from "./engine/open-numbered.ts";
import { createClocks, createPass } from "./engine/pass.ts";
import type { Clock } from "./engine/ports.ts";
import { createStates } from "./engine/states.ts";
import { createTriageRuns, triageKind } from "./engine/triage-runs.ts";
import { watchProbes } from "./engine/watch-probes.ts";
import { createWorkLoop, type StartTimer } from "./engine/work.ts";
import { createForward, withForward } from "./http/forward.ts";
import { healthRoutes } from "./http/health.ts";
import { createMetrics } from "./http/metrics.ts";
import { openHttpServer } from "./http/server.ts";
import { drillScenario } from "./incident/drill.ts";
import type { Picture } from "./incident/postmortem/picture.ts";
import { createRedaction } from "./incident/postmortem/redaction.ts";
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
  { runbook, hash }: { runbook: Runbook; hash: string },
  { log, clock = systemClock, startTimer }: { log: Logger; clock?: Clock; startTimer?: StartTimer },
): Promise<Bot> {
  const store = await openStore(config.database);
  const states = createStates(store);
  const parts = { store, clock, states, wake: () => work.wake() };
  const handle = createHandle(parts);
  const openNumbered = createOpenNumbered(parts);
  const tree = { runbook, freshMinutes: config.triage.fresh_minutes };
  const kind = incidentKind(incidentRules(config.incident, tree));
  const runKind = triageKind({ tree });
  const incidents = createIncidents({
    ...parts,
    handle,
    openNumbered,
    kind,
    runbookHash: hash,
    duplicateWindowMinutes: config.incident.duplicate_window_minutes,
  });
  const facts = createFacts(store);
  const metrics = createMetrics({
    now: clock.now,
    facts,
    sockets: () => slack.sockets(),
    onError: (err) => log.warn({ err }, "the record could not be read for /metrics"),
  });
  const probing = watchProbes(createProbing({ config, runbook, clock, log }), metrics.health);
  const drills = createDrillProbing(probing, { config, runbook, clock, log });
  const runs = createTriageRuns({
    ...parts,
    handle,
    kind: runKind,
    probingFor: drills.probingFor,
    drillOf: async (incident) => drillScenario(await incidents.load(incident)),
    shareSeconds: config.triage.share_seconds,
    onFinished: (stream, run) =>
      recordTriage(stream, run, { incidents, firstEntry: Object.keys(runbook.entries)[0] }),
    onBug: (err, stream) => log.error({ err, stream }, "triage failed"),
  });
  const watches = createMeasuredWatches({
    incidents,
    probingFor: drills.probingFor,
    onBug: (err, stream) => log.error({ err, stream }, "a watched figure could not be taken"),
  });

  const health = healthRoutes({
    now: clock.now,
    startedAt: clock.now(),
    sockets: () => slack.sockets(),
    pingDatabase: store.ping,
    lastPassAt: () => work.lastLookAt(),
  });
  const routes = { ...health, ...metrics.routes };
  const slack = createSlackApp(config, { clock, log, routes, health: metrics.health });
  const web = createWeb(config.slack, log, metrics.health);
  const redact = createRedaction({ secrets: secretsOf(config), emails: config.postmortem.redact_emails });
  const paper = { redact, drawPicture };
  const forward = createForward({ targets: config.forward, store, clock, redact });
  const { view } = connectSlack({
    ...parts,
    slack,
    config,
    runbook,
    web,
    log,
    incidents,
    runs,
    facts,
    paper,
    drills: drillChoices,
  });
  const clocks = { states, handle };
  const work = createWorkLoop({
    store,
    clock,
    log,
    owner: randomUUID(),
    whenIdle: createHousekeeping({ store, clock, retentionDays: config.retention.days ?? null }),
    ...(startTimer && { startTimer }),
    pass: createPass({
      clock,
      clocks: {
        triage: createClocks(clocks, runKind, { type: "tick" }),
        incident: createClocks(clocks, kind, { type: "tick" }),
      },
      effects: {
        async perform(stream, of) {
          if (of === "triage") return runs.perform(stream);
          await triageNewIncident(stream, { incidents, runs, store, clock });
          await watches.perform(stream);
        },
      },
      view: watchDeliveries(withForward(view, forward), metrics.health),
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
      await watches.idle();
      await drills.close();
      await work.stop();
      await server?.close();
      await store.close();
    },
  };
}

/** The drawing libraries take a while to load, and most processes never draw. */
async function drawPicture(picture: Picture): Promise<Uint8Array> {
  const { pictureSvg } = await import("./postmortem/draw-picture.ts");
  const { picturePng } = await import("./postmortem/picture-png.ts");
  return picturePng(await pictureSvg(picture));
}
