import type { Config } from "../config/schema.ts";
import { membersOf } from "../incident/summary.ts";
import type { Viewer } from "../incident/triage-run/events.ts";
import type { Logger } from "../log.ts";
import type { Clock, Store, View } from "../record/ports.ts";
import type { Runbook } from "../runbook/schema.ts";
import type { Facts } from "../service/facts.ts";
import type { Incidents } from "../service/incidents.ts";
import type { TriageRuns } from "../service/triage-runs.ts";
import type { SlackApp } from "./app.ts";
import { createReconciler } from "./deliver/reconcile.ts";
import { createReport } from "./deliver/report.ts";
import { catchUpReactions } from "./features/capture/catch-up-reactions-handle.ts";
import { captureHandlers } from "./features/capture/timeline-capture-handle.ts";
import { channelEventHandlers } from "./features/channel/channel-events-handle.ts";
import { createOnCall } from "./features/channel/on-call.ts";
import { declareHandlers } from "./features/declare/declare-handle.ts";
import { joinHandlers } from "./features/declare/join-handle.ts";
import { drillHandlers } from "./features/drill/drill-handle.ts";
import { actionItemHandlers } from "./features/follow-up/action-items-handle.ts";
import { supportHandlers } from "./features/follow-up/support-handle.ts";
import { createHomeTab } from "./features/home/home-handle.ts";
import { helpHandlers } from "./features/look/help-handle.ts";
import { lookHandlers } from "./features/look/look-handle.ts";
import { statsHandlers } from "./features/look/stats-handle.ts";
import type { Paper } from "./features/postmortem/postmortem-desired.ts";
import { postmortemHandlers } from "./features/postmortem/postmortem-handle.ts";
import { catchUpMembers } from "./features/privacy/catch-up-members-handle.ts";
import { privacyHandlers } from "./features/privacy/privacy-handle.ts";
import { reminderHandlers } from "./features/reminders/reminders-handle.ts";
import { resolveHandlers } from "./features/resolve/resolve-handle.ts";
import { desiredTriage } from "./features/triage/triage-desired.ts";
import { triageHandlers } from "./features/triage/triage-handle.ts";
import { desiredIncident } from "./features/update/incident-desired.ts";
import { progressHandlers } from "./features/update/progress-handle.ts";
import { walkHandlers } from "./features/walk/walk-handle.ts";
import { createRespond } from "./requests/answer/respond.ts";
import type { Desk } from "./requests/desk.ts";
import { type Handlers, mergeHandlers, verbActions } from "./requests/handlers.ts";
import { createAdmitted } from "./requests/people/admit.ts";
import { createPeople } from "./requests/people/people.ts";
import { createPermissions } from "./requests/people/permissions.ts";
import { listen } from "./requests/receive/listen.ts";
import { createPacer } from "./web/pacer.ts";
import type { Web } from "./web/web.ts";

export type SlackPorts = {
  slack: SlackApp;
  config: Config;
  runbook: Runbook;
  store: Store;
  web: Web;
  clock: Clock;
  log: Logger;
  incidents: Incidents;
  runs: TriageRuns;
  facts: Facts;
  paper: Paper;
  drills: Desk["drills"];
  /** Makes the work loop look at once. */
  wake: () => void;
};

/**
 * Puts the bot's handlers behind Slack's requests, and gives the view that keeps Slack equal to the records. `catchUp`
 * asks Slack for what it does not tell a second time, until it is aborted; it never rejects.
 */
export function connectSlack(ports: SlackPorts): { view: View; catchUp(signal: AbortSignal): Promise<void> } {
  const { slack, config, store, web, clock, log, incidents, runs, runbook, facts, paper } = ports;
  const botUserId = () => slack.identity().botUserId;
  const people = createPeople({
    web,
    slack: config.slack,
    clock,
    log,
    teamId: () => slack.identity().teamId,
  });
  const permissions = createPermissions({ web, config: config.incident, clock, log });
  const desk = {
    config,
    runbook,
    incidents,
    runs,
    web,
    clock,
    people,
    permissions,
    log,
    store,
    facts,
    paper,
    drills: ports.drills,
    botUserId,
    wake: ports.wake,
  };
  listen(slack.app, allHandlers(desk), {
    config,
    botUserId,
    admitted: createAdmitted(people, log),
    respond: createRespond(web, log),
  });
  const onCall = createOnCall({ web, config: config.incident, clock });
  const view = createReconciler({
    store,
    web,
    pacer: createPacer(clock),
    clock,
    log,
    botUserId,
    desired: {
      triage: async (stream) => {
        const run = await runs.load(stream);
        return desiredTriage(stream, { ...run, viewers: await stillThere(run.viewers, incidents) });
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
  return {
    view,
    catchUp: (signal) =>
      catchUpMembers(desk, signal)
        .then(() => catchUpReactions(desk, signal))
        .catch((err) => log.warn({ err }, "could not catch up with Slack")),
  };
}

/** Those who asked for a run, without an incident's former channel that it left to be private. */
async function stillThere(viewers: readonly Viewer[], incidents: Incidents): Promise<Viewer[]> {
  const left = await Promise.all(
    viewers.map(async ({ incident }) => incident && (await incidents.load(incident)).leftChannel?.id),
  );
  return viewers.filter(({ channel }, index) => channel !== left[index]);
}

/** All the bot reacts to. */
export function allHandlers(desk: Desk): Handlers {
  const handlers: Handlers = mergeHandlers(
    triageHandlers(desk),
    declareHandlers(desk),
    joinHandlers(desk),
    drillHandlers(desk),
    progressHandlers(desk),
    resolveHandlers(desk),
    walkHandlers(desk),
    reminderHandlers(desk),
    captureHandlers(desk),
    privacyHandlers(desk),
    postmortemHandlers(desk),
    actionItemHandlers(desk),
    supportHandlers(desk),
    statsHandlers(desk),
    { home: createHomeTab(desk) },
    lookHandlers(desk),
    channelEventHandlers(desk),
    helpHandlers(() => handlers.verbs, desk.config.slack.command, desk.runbook),
  );
  return mergeHandlers(handlers, { actions: verbActions(handlers.verbs) });
}
