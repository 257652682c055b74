import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { Recorded } from "../../record/decider.ts";
import { isWorse } from "../../runbook/severity.ts";
import { noWalk } from "../../walk/walk-state.ts";
import type { Evidence, IncidentEvent, ResponseClock, UpdateClock } from "../events.ts";
import { answersAfter } from "../evidence/known-answers.ts";
import { isWalkEvent } from "../evidence/tree-walk.ts";
import {
  type Incident,
  initialIncident,
  isSamePerson,
  type Mark,
  type Promised,
  type Response,
  type Status,
} from "../state.ts";
import { evolveCapture } from "./capture.ts";
import { evolveClock } from "./clock.ts";
import { evolveFollowUp } from "./follow-up.ts";
import { evolveOnWalk, stepsOf } from "./on-walk.ts";
import { evolveWatch } from "./watch.ts";

type Declared = IncidentEvent & { type: "incident.declared" };

/** Folds one event into the incident. Events of a kind not known here leave it as it is. */
export function evolve(incident: Incident, recorded: Recorded<IncidentEvent>): Incident {
  const { event, at, by } = recorded;
  const mark = { at, by };
  if (isWalkEvent(event)) return evolveOnWalk(incident, event, mark);
  switch (event.type) {
    case "incident.declared":
      return declared(event, mark);
    case "severity.changed":
      return {
        ...incident,
        severity: event.to,
        severities: [...incident.severities, { ...mark, severity: event.to }],
        response: movedResponse(incident, event),
        promised: event.updates && promise(event.updates, incident.promised),
      };
    case "lead.changed":
      return joined(
        { ...incident, lead: event.to, leadSince: at, acknowledged: incident.acknowledged ?? mark },
        event.to,
      );
    case "responder.joined":
      return joined(incident, event.person);
    case "incident.updated":
      return updated(incident, event, mark);
    case "action.taken":
      return { ...incident, actions: [...incident.actions, { ...mark, text: event.text }] };
    case "details.edited":
      return {
        ...incident,
        ...event.details,
        ...(event.creditsLost && { creditsLost: event.creditsLost }),
      };
    case "triage.recorded":
      return seen(incident, event.evidence, at);
    case "incident.resolved":
      return resolved(incident, event, mark);
    case "incident.reopened":
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
    case "responder.left":
      return {
        ...incident,
        responders: incident.responders.filter((person) => !isSamePerson(person, event.person)),
        called: incident.called.filter((id) => event.person.kind !== "person" || id !== event.person.id),
      };
    case "incident.made_private":
      return {
        ...joined(incident, mark.by),
        private: true,
        madePrivate: mark,
        channel: null,
        channelLost: null,
        leftChannel: incident.channel,
      };
    case "channel.opened":
      return event.private === false && incident.private
        ? { ...incident, leftChannel: { id: event.channel, name: event.name } }
        : { ...incident, channel: { id: event.channel, name: event.name }, channelLost: null };
    case "channel.restored":
      return { ...incident, channel: { id: event.channel, name: event.name }, channelLost: null };
    case "channel.lost":
      return { ...incident, channelLost: event.reason };
    case "delivery.degraded":
      return { ...incident, degraded: [...incident.degraded, { what: event.what, why: event.why }] };
    case "archive.offered":
      return { ...incident, archiveOffered: true };
    case "incident.archived":
      return { ...incident, archived: mark };
    case "response.nudged":
    case "response.escalated":
    case "update.nudged":
    case "update.overdue":
    case "reminder.snoozed":
    case "reminder.dismissed":
      return evolveClock(incident, event, mark);
    case "watch.started":
    case "watch.asked":
    case "watch.recorded":
    case "watch.ended":
      return { ...incident, watches: evolveWatch(incident.watches, event, mark) };
    case "entry.added":
    case "entry.backed":
    case "entry.backing_withdrawn":
    case "entry.edited":
    case "entry.removed":
      return { ...incident, entries: evolveCapture(incident.entries, event, mark) };
    case "action_item.added":
    case "action_item.changed":
    case "action_item.closed":
    case "action_item.reminded":
    case "postmortem.edited":
    case "postmortem.published":
      return evolveFollowUp(incident, event, mark);
    default:
      return incident;
  }
}

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

function seen(incident: Incident, evidence: Evidence, at: Instant): Incident {
  return { ...incident, evidence: { ...evidence, at }, answers: answersAfter(incident.answers, evidence) };
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
