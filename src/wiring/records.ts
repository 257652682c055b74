import type { Config } from "../config/schema.ts";
import { drillScenario } from "../incident/drill.ts";
import type { Store } from "../incident/store.ts";
import type { StreamKind } from "../incident/summary.ts";
import { resultsOf } from "../incident/triage-run/state.ts";
import type { Logger } from "../log.ts";
import { meterTexts } from "../monitor/meter/meter-words.ts";
import { createHandle } from "../record/handle.ts";
import { createOpenNumbered } from "../record/open-numbered.ts";
import { createOwnTime } from "../record/own-time.ts";
import type { Clock, Effects } from "../record/ports.ts";
import { createStates } from "../record/states.ts";
import { keepOutOf } from "../redaction/kept-out.ts";
import type { KeepOut } from "../redaction/typed-secrets.ts";
import { entryFor } from "../runbook/find/entry-named.ts";
import type { Runbook } from "../runbook/schema.ts";
import type { BotHealth } from "../service/bot-health.ts";
import { incidentRules } from "../service/incident-rules.ts";
import { recordTriage, triageNewIncident } from "../service/incident-triage.ts";
import { createIncidents, type Incidents, incidentKind } from "../service/incidents.ts";
import { createMeasuredWatches } from "../service/measured-watches.ts";
import { episodeKind } from "../service/monitor/episodes.ts";
import { createTriageRuns, type TriageRuns, triageKind } from "../service/triage-runs.ts";
import { watchProbes } from "../service/watch-probes.ts";
import { createProbing } from "../triage/probes/probing.ts";
import { type Clocks, createClocks } from "../worker/pass.ts";
import { createDrillProbing } from "./drills.ts";
import { type Monitoring, wireMonitor } from "./monitor.ts";

export type LoadedRunbook = { runbook: Runbook; hash: string };

/** The kinds of record at work: what changes them, what their clocks and effects are. */
export type Records = {
  incidents: Incidents;
  runs: TriageRuns;
  clocks: { [kind in StreamKind]: Clocks };
  effects: Effects;
  monitoring: Monitoring;
  /** Resolves when the probes under way have ended. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

/** Wires incidents and triage runs to the store, the probes and the runbook. */
export function wireRecords(
  config: Config,
  { runbook, hash }: LoadedRunbook,
  ports: { store: Store; clock: Clock; log: Logger; wake: () => void; health: BotHealth; keepOut: KeepOut },
): Records {
  const { store, clock, log, health } = ports;
  const ownTime = createOwnTime(clock);
  const clean = <C>(command: C) => keepOutOf(command, ports.keepOut);
  const parts = { store, clock, ownTime, clean, wake: ports.wake, states: createStates(store) };
  const handle = createHandle(parts);
  const tree = { runbook, freshMinutes: config.triage.fresh_minutes };
  const kind = incidentKind(incidentRules(config.incident, tree));
  const runKind = triageKind({ tree });
  const incidents = createIncidents({
    ...parts,
    handle,
    openNumbered: createOpenNumbered(parts),
    kind,
    runbookHash: hash,
    duplicateWindowMinutes: config.incident.duplicate_window_minutes,
  });
  const probing = watchProbes(createProbing({ config, runbook, clock, log }), health);
  const drills = createDrillProbing(probing, { config, runbook, clock, log });
  const runs = createTriageRuns({
    ...parts,
    handle,
    kind: runKind,
    probingFor: drills.probingFor,
    async apart(incident) {
      const state = await incidents.load(incident);
      return { drill: drillScenario(state), private: state.private };
    },
    shareSeconds: config.triage.share_seconds,
    async onFinished(stream, run) {
      if (run.drill === null) await monitoring.meters.countTestRows(resultsOf(run));
      await recordTriage(stream, run, { incidents, entryFor: (title) => entryFor(runbook, title) });
    },
    meters: async () => meterTexts(await monitoring.meters.list(), clock.now()),
    onBug: (err, stream) => log.error({ err, stream }, "triage failed"),
  });
  const watches = createMeasuredWatches({
    incidents,
    probingFor: drills.probingFor,
    onBug: (err, stream) => log.error({ err, stream }, "a watched figure could not be taken"),
  });
  const monitoring = wireMonitor(config, {
    ...parts,
    log,
    handle,
    incidents,
    lookingFor: drills.lookingFor,
  });
  const ticking = { states: parts.states, handle, ownTime };

  return {
    incidents,
    runs,
    clocks: {
      triage: createClocks(ticking, runKind, { type: "tick" }),
      incident: createClocks(ticking, kind, { type: "tick" }),
      episode: createClocks(ticking, episodeKind, { type: "tick" }),
      monitor: createClocks(ticking, monitoring.kind, { type: "tick" }),
    },
    monitoring,
    effects: {
      async perform(stream, of) {
        if (of === "monitor") return monitoring.perform();
        if (of === "triage") await runs.perform(stream);
        if (of !== "incident") return null;
        await triageNewIncident(stream, { incidents, runs, store, clock, freshMinutes: tree.freshMinutes });
        await watches.perform(stream);
        await monitoring.noticeIncident(stream);
        return null;
      },
    },
    async idle() {
      await runs.idle();
      await watches.idle();
    },
    close: drills.close,
  };
}
