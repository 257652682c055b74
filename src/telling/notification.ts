import { durations } from "../incident/clock/durations.ts";
import { creditsLostText } from "../incident/credits.ts";
import { likelyCause } from "../incident/evidence/likely-cause.ts";
import {
  type Action,
  actionsTaken,
  type Incident,
  incidentName,
  isOpen,
  type Status,
} from "../incident/state.ts";
import { detectionText, statusText } from "../incident/status-text.ts";
import type { Actor } from "../lib/actor.ts";
import { durationText } from "../lib/duration.ts";
import type { Instant } from "../lib/time.ts";
import { dateTime, momentText } from "../lib/words.ts";
import type { AudienceWording } from "../runbook/schema.ts";
import { type Severity, severityWords } from "../runbook/severity.ts";
import { statusMeaning } from "./wording.ts";

/** The fields of the communication template. Texts are as typed, empty where nothing is known. */
export type Notification = {
  /** INC-12 */
  name: string;
  title: string;
  severity: Severity;
  status: Status;
  statusText: string;
  /** What the status means to the audience. */
  statusMeaning: string;
  /** What the audience should do meanwhile; empty once it works again. */
  advice: string;
  drill: boolean;
  private: boolean;
  detectedAt: Instant;
  detectionText: string;
  lead: Actor | null;
  /** When somebody must lead; null once somebody does, or it is resolved. */
  respondBy: Instant | null;
  impact: string;
  affected: string;
  /** In order of time. */
  actions: Action[];
  lastUpdate: Incident["lastUpdate"];
  /** null: none is promised. */
  nextUpdateAt: Instant | null;
  rootCause: string;
  resolution: string;
  prevention: string;
  /** With its arithmetic; empty until somebody works it out. */
  creditsLost: string;
  /** Milliseconds from detection to resolution; null while open. */
  tookMs: number | null;
  /** null while open. */
  resolvedBy: Actor | null;
};

/** The notification as it stands, in the words for one audience. */
export function notification(incident: Incident, wording: AudienceWording): Notification {
  const { title, severity, status, drill, detectedAt, lead, impact, affected, lastUpdate } = incident;
  const { prevention } = incident;
  return {
    name: incidentName(incident.number),
    title,
    severity,
    status,
    statusText: statusText(status),
    statusMeaning: statusMeaning(incident, wording),
    advice: isOpen(incident) || incident.resolved?.despiteFailing ? wording.advice[severity] : "",
    drill,
    private: incident.private,
    detectedAt,
    detectionText: detectionText(incident.detection),
    lead,
    respondBy: lead || !isOpen(incident) ? null : (incident.response?.respondBy ?? null),
    impact,
    affected,
    actions: actionsTaken(incident),
    lastUpdate,
    nextUpdateAt: incident.promised?.dueAt ?? null,
    rootCause: incident.rootCause || likelyCause(incident),
    resolution: incident.resolution || earlierFix(incident),
    prevention,
    creditsLost: incident.creditsLost ? creditsLostText(incident.creditsLost) : "",
    tookMs: durations(incident).toResolve,
    resolvedBy: incident.resolved?.by ?? null,
  };
}

function earlierFix({ reopened }: Incident): string {
  return reopened?.resolution ? `Earlier fix, which did not hold: ${reopened.resolution}` : "";
}

/**
 * The notification as plain text to paste into Slack, mail or a ticket: the fields of the template in its order, times
 * in UTC. It has no markup, because what one of these places formats another one shows as signs.
 */
export function notificationText(told: Notification): string {
  const heading = `${told.drill ? "DRILL: " : ""}Clay Incident Notification`;
  return `${[heading, situation(told), actions(told.actions), outlook(told)].join("\n\n")}\n`;
}

function situation(told: Notification): string {
  const took = told.tookMs === null ? "" : ` after ${durationText(told.tookMs)}`;
  const by = told.resolvedBy ? ` by ${told.resolvedBy.name}` : "";
  return fields({
    Incident: `${told.name} · ${told.title}`,
    Severity: `${told.severity} (${severityWords[told.severity]})`,
    "Time detected": utc(told.detectedAt),
    Impact: typed(told.impact),
    Affected: typed(told.affected),
    "Current Status": `${told.statusText}${took}${by} (${told.statusMeaning})`,
    ...(told.advice && { Meanwhile: typed(told.advice) }),
  });
}

function actions(taken: Action[]): string {
  if (taken.length === 0) return "Actions Taken: none yet";
  const list = taken.map(({ text, by, at }, i) => `${i + 1}. ${typed(text)} (${by.name}, ${utc(at)})`);
  return ["Actions Taken:", ...list].join("\n");
}

function outlook(told: Notification): string {
  const none = told.status === "resolved" ? "None" : "Not promised";
  return fields({
    "Next Update": told.nextUpdateAt ? utc(told.nextUpdateAt) : none,
    "Root Cause": typed(told.rootCause),
    Resolution: typed(told.resolution),
    Prevention: typed(told.prevention),
  });
}

function fields(all: Record<string, string>): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

function typed(text: string): string {
  return text || "Not known yet";
}

function utc(at: Instant): string {
  return momentText(dateTime(at));
}
