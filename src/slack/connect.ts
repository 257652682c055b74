import type { Config } from "../config/schema.ts";
import type { Clock, Store, View } from "../engine/ports.ts";
import type { TriageRuns } from "../engine/triage-runs.ts";
import type { Logger } from "../log.ts";
import type { SlackApp } from "./app.ts";
import { desiredTriage } from "./desired/triage.ts";
import { createAdmitted } from "./inbound/admit.ts";
import { mergeHandlers } from "./inbound/handlers.ts";
import { listen } from "./inbound/listen.ts";
import { createPeople } from "./inbound/people.ts";
import { createRespond } from "./inbound/respond.ts";
import { triageHandlers } from "./inbound/triage.ts";
import { createPacer } from "./pacer.ts";
import { createReconciler } from "./reconcile.ts";
import type { Web } from "./web.ts";

/** Puts the bot's handlers behind Slack's requests, and gives the view that keeps Slack equal to the records. */
export function connectSlack(ports: {
  slack: SlackApp;
  config: Config;
  store: Store;
  web: Web;
  clock: Clock;
  log: Logger;
  runs: TriageRuns;
}): { view: View } {
  const { slack, config, store, web, clock, log, runs } = ports;
  const botUserId = () => slack.identity().botUserId;
  const people = createPeople({
    web,
    slack: config.slack,
    clock,
    log,
    teamId: () => slack.identity().teamId,
  });
  listen(slack.app, mergeHandlers(triageHandlers({ runs, web })), {
    config,
    botUserId,
    admitted: createAdmitted(people, log),
    respond: createRespond(web, log),
  });
  const view = createReconciler({
    store,
    web,
    pacer: createPacer(clock),
    clock,
    log,
    botUserId,
    desired: { triage: async (stream) => desiredTriage(stream, await runs.load(stream)) },
    report: async () => {},
  });
  return { view };
}
