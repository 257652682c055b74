import type { Config } from "../config/schema.ts";
import type { Store } from "../incident/store.ts";
import { membersOf } from "../incident/summary.ts";
import type { Viewer } from "../incident/triage-run/events.ts";
import type { Instant } from "../lib/time.ts";
import type { Logger } from "../log.ts";
import type { Clock, View } from "../record/ports.ts";
import type { KeepOut } from "../redaction/typed-secrets.ts";
import type { Runbook } from "../runbook/schema.ts";
import { createCaptured } from "../service/captured.ts";
import type { Facts } from "../service/facts.ts";
import type { Incidents } from "../service/incidents.ts";
import type { TriageRuns } from "../service/triage-runs.ts";
import type { SlackApp } from "./app.ts";
import { createReconciler } from "./deliver/reconcile.ts";
import { createReport } from "./deliver/report.ts";
import { catchUpReactions } from "./features/capture/catch-up-reactions-handle.ts";
import { createOnCall } from "./features/channel/on-call.ts";
import { handlers } from "./features/features.ts";
import { createHomeTab } from "./features/home/home-handle.ts";
import { desiredEpisode } from "./features/monitor/episode-desired.ts";
import type { Paper } from "./features/postmortem/postmortem-desired.ts";
import { catchUpMembers } from "./features/privacy/catch-up-members-handle.ts";
import { desiredTriage } from "./features/triage/triage-desired.ts";
import { desiredIncident } from "./features/update/incident-desired.ts";
import { createRespond } from "./requests/answer/respond.ts";
import type { Desk } from "./requests/desk.ts";
import { createAdmitted } from "./requests/people/admit.ts";
import { createNames } from "./requests/people/names.ts";
import { createPeople } from "./requests/people/people.ts";
import { createPermissions } from "./requests/people/permissions.ts";
import { listen } from "./requests/receive/listen.ts";
import { readable } from "./requests/receive/readable.ts";
import { createPacer } from "./web/pacer.ts";
import type { TokenWatch } from "./web/token-watch.ts";
import type { Web } from "./web/web.ts";

export type SlackPorts = {
  slack: SlackApp;
  config: Config;
  runbook: Runbook;
  store: Store;
  web: Web;
  clock: Clock;
  slackNow: () => Instant;
  tokens: TokenWatch;
  log: Logger;
  incidents: Incidents;
  runs: TriageRuns;
  monitoring: Desk["monitoring"];
  facts: Facts;
  paper: Paper;
  keepOut: KeepOut;
  drills: Desk["drills"];
  /** Makes the work loop look at once. */
  wake: () => void;
};

/**
 * Puts the bot's handlers behind Slack's requests, and gives the view that keeps Slack equal to the records. `catchUp`
 * asks Slack for what it does not tell a second time, until it is aborted; it never rejects.
 */
export function connectSlack(ports: SlackPorts): { view: View; catchUp(signal: AbortSignal): Promise<void> } {
  const { slack, web, log } = ports;
  const desk = createDesk(ports);
  listen(slack.app, handlers, {
    desk,
    admitted: createAdmitted(desk.people, log, ports.tokens),
    respond: createRespond(web, log),
    home: createHomeTab(desk),
  });
  return {
    view: createView(ports),
    catchUp: (signal) =>
      catchUpMembers(desk, signal)
        .then(() => catchUpReactions(desk, signal))
        .catch((err) => log.warn({ err }, "could not catch up with Slack")),
  };
}

function createDesk({ slack, ...ports }: SlackPorts): Desk {
  const { config, store, web, clock, log } = ports;
  const teamId = () => slack.identity().teamId;
  const people = createPeople({ web, slack: config.slack, store, clock, log, teamId });
  const names = createNames({ web, people, clock, log });
  return {
    ...ports,
    people,
    permissions: createPermissions({ web, config: config.incident, clock, log }),
    names,
    readable: (text) => readable(text, names),
    captured: createCaptured(store),
    verbs: handlers.verbs,
    botUserId: () => slack.identity().botUserId,
  };
}

/** Keeps Slack equal to the records. */
function createView({
  slack,
  config,
  store,
  web,
  clock,
  log,
  slackNow,
  tokens,
  incidents,
  runs,
  runbook,
  paper,
  monitoring,
}: SlackPorts): View {
  const onCall = createOnCall({ web, config: config.incident, clock });
  return createReconciler({
    store,
    web,
    pacer: createPacer(clock, {
      isRefused: tokens.botRefused,
      editsPerMinute: config.slack.edits_per_minute,
    }),
    clock,
    slackNow,
    log,
    botUserId: () => slack.identity().botUserId,
    desired: {
      triage: async (stream) => {
        const run = await runs.load(stream);
        return desiredTriage(stream, { ...run, viewers: await stillThere(run.viewers, incidents) });
      },
      monitor: async () => [],
      episode: async (stream) => {
        const history = await monitoring.episodes.history(stream);
        const { drill } = history.state;
        const channel = drill ? (await incidents.load(drill)).channel?.id : config.monitor.channel;
        return desiredEpisode(stream, history, channel);
      },
      incident: async (stream) =>
        desiredIncident(await incidents.history(stream), {
          config: config.incident,
          runbook,
          onCall,
          membersNow: async () => membersOf(await incidents.load(stream)),
          paper,
        }),
    },
    report: createReport(incidents),
  });
}

/** Those who asked for a run, without an incident's former channel that it left to be private. */
async function stillThere(viewers: readonly Viewer[], incidents: Incidents): Promise<Viewer[]> {
  const left = await Promise.all(
    viewers.map(async ({ incident }) => incident && (await incidents.load(incident)).leftChannel?.id),
  );
  return viewers.filter(({ channel }, index) => channel !== left[index]);
}
