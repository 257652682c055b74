import type { Declare, IncidentCommand } from "../../src/incident/commands.ts";
import type { Evidence, IncidentEvent } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import type { IncidentRules } from "../../src/incident/rules.ts";
import type { Incident } from "../../src/incident/state.ts";
import type { Actor } from "../../src/lib/actor.ts";
import type { Instant } from "../../src/lib/time.ts";
import { builtIn } from "../runbook/support/walking.ts";
import { given, lead, type Story } from "./given.ts";

export const rules: IncidentRules = {
  respondWithin: {
    P1: { minutes: 15 },
    P2: { minutes: 60 },
    P3: { minutes: 240 },
    P4: "next_business_day",
  },
  updateEveryMinutes: { P1: 30, P2: 60, P3: 240, P4: null },
  businessHours: { zone: "Europe/Berlin", days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" },
  escalation: [
    { kind: "group", id: "S_ONCALL" },
    { kind: "contact", id: "U_CONTACT" },
  ],
  archiveAfterHours: 72,
  tree: { runbook: builtIn, freshMinutes: 10 },
  may: { declare: true, resolve: true },
};

export const webhookLimit: Declare = {
  type: "declare",
  number: 12,
  title: 'Webhook "leads" reached its limit',
  severity: "P1",
  impact: "New leads are not enriched",
  affected: "SDR team, lead routing",
  detection: "manual_check",
  runbookHash: "hash",
  cause: "webhook.limit_reached webhook:leads",
};

export const stillFailing: Evidence = {
  stream: "TRI-1",
  results: [],
  diagnosis: {
    outcome: "failing",
    verdict: "The webhook refuses rows.",
    side: "account",
    sideEvidence: "",
    findings: [],
    answers: {},
  },
};

export type IncidentStory = Story<Incident, IncidentCommand, IncidentEvent>;

/** An incident just declared: a P1, unless told otherwise. */
export function declared(more: Partial<Declare> = {}, use: IncidentRules = rules): IncidentStory {
  return given(incident, use).when({ command: { ...webhookLimit, ...more }, by: lead });
}

/** What one command does to a story at a minute of it. */
export function upon(
  story: IncidentStory,
  minute: number,
  command: IncidentCommand,
  by: Actor = lead,
): IncidentStory {
  return story.when({ command, by, minute });
}

/** What triage says when the webhook has used up its 50,000 submissions, seen at this moment. */
export function limitReached(seenAt: Instant): Evidence {
  const answer = {
    answer: "no",
    code: "webhook.limit_reached",
    because: "Clay refuses rows: 50,000 submissions used (403).",
    probe: "webhook:leads",
    at: seenAt,
  } as const;
  return {
    ...stillFailing,
    stream: "TRI-2",
    diagnosis: { ...stillFailing.diagnosis, answers: { webhook_accepting: answer } },
  };
}
