import type { Config } from "../config/schema.ts";
import type { Facts } from "../engine/facts.ts";
import type { Incidents } from "../engine/incidents.ts";
import type { Clock, Store, View } from "../engine/ports.ts";
import type { TriageRuns } from "../engine/triage-runs.ts";
import type { Viewer } from "../incident/triage-run/events.ts";
import type { Logger } from "../log.ts";
import type { Runbook } from "../runbook/schema.ts";
import type { SlackApp } from "./app.ts";
import { desiredIncident } from "./desired/incident.ts";
import type { Paper } from "./desired/postmortem.ts";
import { desiredTriage } from "./desired/triage.ts";
import { actionItemHandlers } from "./inbound/action-items.ts";
import { createAdmitted } from "./inbound/admit.ts";
import { catchUpMembers } from "./inbound/catch-up-members.ts";
import { catchUpReactions } from "./inbound/catch-up-reactions.ts";
import { channelEventHandlers } from "./inbound/channel-events.ts";
import { declareHandlers } from "./inbound/declare.ts";
import type { Desk } from "./inbound/desk.ts";
import { drillHandlers } from "./inbound/drill.ts";
import { type Handlers, mergeHandlers, verbActions } from "./inbound/handlers.ts";
import { helpHandlers } from "./inbound/help.ts";
import { createHomeTab } from "./inbound/home.ts";
import { joinHandlers } from "./inbound/join.ts";
import { listen } from "./inbound/listen.ts";
import { lookHandlers } from "./inbound/look.ts";
import { createPeople } from "./inbound/people.ts";
import { createPermissions } from "./inbound/permissions.ts";
import { postmortemHandlers } from "./inbound/postmortem.ts";
import { privacyHandlers } from "./inbound/privacy.ts";
import { progressHandlers } from "./inbound/progress.ts";
import { reminderHandlers } from "./inbound/reminders.ts";
import { resolveHandlers } from "./inbound/resolve.ts";
import { createRespond } from "./inbound/respond.ts";
import { statsHandlers } from "./inbound/stats.ts";
import { supportHandlers } from "./inbound/support.ts";
import { captureHandlers } from "./inbound/timeline-capture.ts";
import { triageHandlers } from "./inbound/triage.ts";
import { walkHandlers } from "./inbound/walk.ts";
import { createOnCall } from "./on-call.ts";
import { createPacer } from "./pacer.ts";
import { createReconciler } from "./reconcile.ts";
import { createReport } from "./report.ts";
import type { Web } from "./web.ts";

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
