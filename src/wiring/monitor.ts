import { randomUUID } from "node:crypto";
import type { Config } from "../config/schema.ts";
import { drillScenario } from "../incident/drill.ts";
import type { Store } from "../incident/store.ts";
import { plainText } from "../lib/words.ts";
import type { Logger } from "../log.ts";
import type { Overview } from "../monitor/overview.ts";
import type { Handle } from "../record/handle.ts";
import type { LookStore } from "../record/look-store.ts";
import type { Clock } from "../record/ports.ts";
import type { States } from "../record/states.ts";
import type { Incidents } from "../service/incidents.ts";
import { declareWhereSure } from "../service/monitor/declaration.ts";
import { createEpisodes, type Episodes, type MonitorKind, monitorKind } from "../service/monitor/episodes.ts";
import { followStatusPage } from "../service/monitor/follow-status.ts";
import type { LookingFor } from "../service/monitor/looking.ts";
import { createMeterWarnings } from "../service/monitor/meter-warnings.ts";
import { createMeters, type Meters } from "../service/monitor/meters.ts";
import { createMonitor, type Drill, type Monitor } from "../service/monitor/monitor.ts";
import { everyMs, monitorRules } from "../service/monitor/monitor-rules.ts";
import { readOverview } from "../service/monitor/overview.ts";
import { createQuiet, type Quiet } from "../service/monitor/quiet.ts";
import { diagnose } from "../triage/diagnosis/diagnose.ts";
import { reachesAll } from "../triage/looking/looking.ts";
import { metersOf } from "../triage/looking/meters-of.ts";
import { runForJson } from "./run-command.ts";

/** Monitoring at work: its records, what is not told, and the looks. */
export type Monitoring = {
  kind: MonitorKind;
  episodes: Episodes;
  quiet: Quiet;
  meters: Meters;
  /** How all that is looked at stands. */
  overview(): Promise<Overview>;
  /** Makes sure that some replica looks; does nothing where nothing is to be monitored. */
  begin(): Promise<void>;
  perform: Monitor["perform"];
  /** Takes note of what happens in an incident that is a drill. */
  noticeIncident(stream: string): Promise<void>;
};

type Parts = {
  store: Store;
  clock: Clock;
  log: Logger;
  handle: Handle;
  states: States;
  incidents: Incidents;
  lookingFor: LookingFor;
};

/** Wires monitoring to the store, the looks and the incidents. */
export function wireMonitor(config: Config, parts: Parts): Monitoring {
  const { store, incidents } = parts;
  const rules = monitorRules(config.monitor);
  const kind = monitorKind(rules);
  const quiet: Quiet = createQuiet({
    ...parts,
    kind,
    windows: config.monitor.windows,
    isOfClay: (key) => /^(platform|reach|api|credits|webhook):/.test(key),
    episodes: () => episodes,
  });
  const episodes: Episodes = createEpisodes({
    ...parts,
    kind,
    rules,
    holdFor: quiet.holdFor,
    around: async () => ({ fine: await fineNow(store) }),
  });
  const meters = wireMeters(config, { ...parts, episodes });
  const neutral = [new URL("api.test", config.slack.api_url).href, ...config.monitor.neutral_hosts];
  const monitor = createMonitor({
    ...parts,
    kind,
    rules,
    episodes,
    quiet,
    drills: () => drillsUnderWay(incidents),
    everyMs: (of) => everyMs(config.monitor, of),
    isCutOff: async () => !(await reachesAll(neutral, config)),
    diagnose,
    onNews: (scope, news) => followStatusPage(scope, news, { store, incidents, now: parts.clock.now() }),
    onLooked: meters.looked,
    onOpened: async (stream) => {
      if (config.monitor.declare) await declareWhereSure(stream, { episodes, incidents });
    },
    owner: randomUUID(),
  });
  const isOn = config.monitor.channel !== undefined;
  return {
    kind,
    episodes,
    quiet,
    meters,
    async overview() {
      const unwatched = await unwatchedBy(meters, (await parts.lookingFor(null)).unwatched);
      return readOverview({ store, quiet, isOn, unwatched });
    },
    begin: async () => void (isOn && (await monitor.begin())),
    perform: async () => (isOn ? monitor.perform() : null),
    async noticeIncident(stream) {
      if (isOn && (await incidents.load(stream)).drill) await monitor.noticeDrill();
    },
  };
}

const commandTimeoutMs = 10_000;

function wireMeters(
  { clay, monitor, slack }: Config,
  { store, clock, log, episodes }: Parts & { episodes: Episodes },
): Meters {
  const { command, command_every_seconds, ask_days, warn_hours, warn_times } = monitor.meters;
  return createMeters({
    store,
    clock,
    meters: metersOf(clay),
    warnings: createMeterWarnings({
      store,
      episodes,
      rules: { hours: warn_hours, times: warn_times },
      askAfterMs: ask_days === 0 ? null : ask_days * 24 * 60 * 60_000,
      typed: slack.command,
    }),
    judgeEveryMs: monitor.slow_every_seconds * 1000,
    command: command && {
      run: () => runForJson(command, { timeoutMs: commandTimeoutMs }),
      everyMs: command_every_seconds * 1000,
    },
    onTrouble: (what, err) => log.warn({ err }, plainText(what)),
  });
}

async function drillsUnderWay(incidents: Incidents): Promise<Drill[]> {
  const open = (await incidents.list({ open: true, limit: 200 })).filter(
    ({ drill, channelId }) => drill && channelId,
  );
  const states = await Promise.all(
    open.map(async ({ stream }) => ({ stream, state: await incidents.load(stream) })),
  );
  return states.flatMap(({ stream, state }) => {
    const scenario = drillScenario(state);
    return scenario === null ? [] : [{ incident: stream, scenario }];
  });
}

/** A webhook whose count is told is watched. */
async function unwatchedBy(meters: Meters, webhooks: readonly { probe: string; name: string }[]) {
  const told = (await meters.list()).filter((meter) => meter.told && !meter.stale).map(({ key }) => key);
  return webhooks.filter(({ probe }) => !told.includes(probe)).map(({ name }) => name);
}

/** What was fine when it was last looked at. */
async function fineNow(store: LookStore): Promise<string[]> {
  const bodies = (await store.targets()).map(
    ({ body }) => body as { scope: string; name: string; outcome: string },
  );
  return bodies.filter(({ scope, outcome }) => scope === "" && outcome === "ok").map(({ name }) => name);
}
