import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { ByType } from "../../record/by-type.ts";
import { isWorse } from "../../runbook/severity.ts";
import { noWalk } from "../../walk/walk-state.ts";
import type { Evidence, IncidentEvent, LifecycleEvent, ResponseClock, UpdateClock } from "../events.ts";
import { answersAfter } from "../evidence/known-answers.ts";
import {
  type Incident,
  initialIncident,
  isSamePerson,
  type Mark,
  type Promised,
  type Response,
  type Status,
} from "../state.ts";
import { stepsOf } from "./on-walk.ts";

type Declared = IncidentEvent & { type: "incident.declared" };

/** Folds what happens between declaration and resolution. */
export const foldLifecycle: ByType<LifecycleEvent, [Incident, Mark], Incident> = {
  "incident.declared": (event, _, mark) => declared(event, mark),
  "severity.changed": (event, incident, mark) => ({
    ...incident,
    severity: event.to,
    severities: [...incident.severities, { ...mark, severity: event.to }],
    response: movedResponse(incident, event),
    promised: event.updates && promise(event.updates, incident.promised),
  }),
  "lead.changed": ({ to }, incident, mark) =>
    joined({ ...incident, lead: to, leadSince: mark.at, acknowledged: incident.acknowledged ?? mark }, to),
  "responder.joined": ({ person }, incident) => joined(incident, person),
  "responder.left": ({ person }, incident) => ({
    ...incident,
    responders: incident.responders.filter((other) => !isSamePerson(other, person)),
    called: incident.called.filter((id) => person.kind !== "person" || id !== person.id),
  }),
  "incident.updated": (event, incident, mark) => updated(incident, event, mark),
  "action.taken": ({ text }, incident, mark) => ({
    ...incident,
    actions: [...incident.actions, { ...mark, text }],
  }),
  // They are told, and change nothing.
  "note.added": (_, incident) => incident,
  "status_page.updated": (_, incident) => incident,
  "status_page.resolved": (_, incident) => incident,
  "details.edited": ({ details, creditsLost }, incident) => ({
    ...incident,
    ...details,
    ...(creditsLost && { creditsLost }),
  }),
  "triage.recorded": ({ evidence }, incident, { at }) => seen(incident, evidence, at),
  "rows.replayed": ({ type: _, ...replayed }, incident, mark) => ({
    ...incident,
    replays: { ...incident.replays, [replayed.plan]: { ...mark, replayed } },
  }),
  "incident.resolved": (event, incident, mark) => resolved(incident, event, mark),
  "incident.reopened": (event, incident, mark) => reopened(incident, event, mark),
  "incident.made_private": (_, incident, mark) => ({
    ...joined(incident, mark.by),
    private: true,
    madePrivate: mark,
    channel: null,
    channelLost: null,
    leftChannel: incident.channel,
  }),
};

function declared(event: Declared, mark: Mark): Incident {
  const {
    type: _,
    origin,
    evidence,
    cause,
    lead,
    walk = noWalk,
    response: clock,
    updates,
    ...fields
  } = event;
  const incident: Incident = {
    ...initialIncident,
    ...fields,
    declared: mark,
    statuses: [{ ...mark, status: "investigating" }],
    severities: [{ ...mark, severity: event.severity }],
    origin: origin ?? null,
    cause: cause ?? null,
    walk,
    steps: stepsOf(walk),
    lead: lead ?? null,
    leadSince: lead ? mark.at : null,
    acknowledged: lead ? mark : null,
    response: clock && response(clock),
    promised: updates && promise(updates, null),
  };
  const known = evidence ? seen(incident, evidence, mark.at) : incident;
  return [mark.by, lead].reduce<Incident>((all, person) => (person ? joined(all, person) : all), known);
}

function updated(
  incident: Incident,
  event: IncidentEvent & { type: "incident.updated" },
  mark: Mark,
): Incident {
  const told = event.status ? withStatus(incident, event.status.to, mark) : incident;
  return {
    ...told,
    lastUpdate: { ...mark, text: event.text },
    actions: event.action ? [...told.actions, { ...mark, text: event.action }] : told.actions,
    promised: event.updates && promise(event.updates, null),
  };
}

function resolved(
  incident: Incident,
  event: IncidentEvent & { type: "incident.resolved" },
  mark: Mark,
): Incident {
  return {
    ...withStatus(event.evidence ? seen(incident, event.evidence, mark.at) : incident, "resolved", mark),
    resolved: {
      ...mark,
      despiteFailing: event.despiteFailing,
      ...(event.untested && { untested: event.untested }),
    },
    resolution: event.resolution,
    rootCause: event.rootCause ?? incident.rootCause,
    prevention: event.prevention ?? incident.prevention,
    creditsLost: event.creditsLost ?? incident.creditsLost,
    offerArchiveAt: event.offerArchiveAt,
    promised: null,
  };
}

function reopened(
  incident: Incident,
  event: IncidentEvent & { type: "incident.reopened" },
  mark: Mark,
): Incident {
  return {
    ...withStatus(incident, "investigating", mark),
    resolved: null,
    reopened: { ...mark, reason: event.reason, resolution: incident.resolution },
    resolution: "",
    offerArchiveAt: null,
    archiveOffered: false,
    archived: null,
    response: event.response ? response(event.response) : incident.response,
    promised: event.updates && promise(event.updates, null),
  };
}

function seen(incident: Incident, evidence: Evidence, at: Instant): Incident {
  const { outcome, side } = evidence.diagnosis;
  return {
    ...incident,
    evidence: { ...evidence, at },
    ...((outcome === "failing" || outcome === "degraded") && { failedSide: side }),
    answers: answersAfter(incident.answers, evidence),
  };
}

function withStatus(incident: Incident, status: Status, mark: Mark): Incident {
  return { ...incident, status, statuses: [...incident.statuses, { ...mark, status }] };
}

function joined(incident: Incident, person: Actor): Incident {
  if (person.kind !== "person" || incident.responders.some((other) => isSamePerson(other, person)))
    return incident;
  return { ...incident, responders: [...incident.responders, person] };
}

function response(clock: ResponseClock): Response {
  return { ...clock, nudgedAt: null, firstCalledAt: null, calls: 0 };
}

/** A worse severity calls afresh; a milder one moves the moments but calls nobody a second time. */
function movedResponse(
  incident: Incident,
  event: IncidentEvent & { type: "severity.changed" },
): Response | null {
  if (!event.response || !incident.response || isWorse(event.to, event.from))
    return event.response ? response(event.response) : incident.response;
  return { ...incident.response, ...event.response };
}

/** A promise kept from before keeps what was said about it. */
function promise(clock: UpdateClock, before: Promised | null): Promised {
  if (before?.dueAt === clock.dueAt) return before;
  return { ...clock, nudged: false, overdueCount: 0, saidAt: null, snoozedUntil: null, dismissed: null };
}
