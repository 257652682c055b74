import { addMinutes } from "../../lib/time.ts";
import { nearMoment, say } from "../../lib/words.ts";
import { type Context, type Decision, refuse } from "../../record/decider.ts";
import { isWorse, type Severity } from "../../runbook/severity.ts";
import { responseClock, updateClock, usualUpdateClock } from "../clock/promises.ts";
import type { IncidentCommand, Update } from "../commands.ts";
import type { Details, IncidentEvent, UpdateClock } from "../events.ts";
import { requiredTextProblem, textProblem, titleProblem } from "../limits.ts";
import type { IncidentRules } from "../rules.ts";
import { type Incident, incidentName, isOpen, isSamePerson, type Promised } from "../state.ts";
import { statusText } from "../status-text.ts";

type Made = Decision<IncidentEvent>;
type Given = Context<IncidentRules>;
type Asked<T extends IncidentCommand["type"]> = IncidentCommand & { type: T };

/** Raises or lowers the severity; while open, the clocks move with it. */
export function changeSeverity(
  incident: Incident,
  command: Asked<"change_severity">,
  { now, rules }: Given,
): Made {
  const { to, reason } = command;
  const last = incident.severities.at(-1)!;
  if (to === incident.severity)
    return refuse(
      "same_severity",
      say`${incidentName(incident.number)} is already ${to}, by ${last.by} at ${nearMoment(last.at, now)}.`,
    );
  const problem = textProblem({ reason });
  if (problem) return problem;
  const open = isOpen(incident);
  const since = incident.reopened?.at ?? incident.detectedAt;
  const response = open && !incident.lead ? responseClock(to, since, now, rules) : null;
  const updates = open ? movedUpdates(incident, to, { now, rules }) : null;
  const from = incident.severity;
  return {
    events: [{ type: "severity.changed", from, to, ...(reason && { reason }), response, updates }],
  };
}

/** A worse severity may bring the promised update forward; a milder one leaves what was promised, or ends promises. */
function movedUpdates(
  incident: Incident,
  to: Severity,
  { now, rules }: Pick<Given, "now" | "rules">,
): UpdateClock | null {
  const promised = incident.promised && clockOf(incident.promised);
  const usual = usualUpdateClock(to, now, rules);
  if (!usual) return null;
  if (!isWorse(to, incident.severity)) return promised;
  return promised && promised.dueAt <= usual.dueAt ? promised : usual;
}

function clockOf({ nudgeAt, dueAt, overdueEveryMinutes }: Promised): UpdateClock {
  return { nudgeAt, dueAt, overdueEveryMinutes };
}

/** Makes someone lead: whoever asks, or the person named. */
export function takeLead(incident: Incident, command: Asked<"take_lead">, { now, by }: Given): Made {
  const to = command.person ?? by;
  const { lead } = incident;
  const name = incidentName(incident.number);
  if (lead && isSamePerson(lead, to))
    return refuse(
      "already_leads",
      say`${lead} already leads ${name}, since ${nearMoment(incident.leadSince!, now)}.`,
    );
  if (lead && !command.handover)
    return refuse(
      "has_lead",
      say`${lead} leads ${name} since ${nearMoment(incident.leadSince!, now)}. Ask them to hand over.`,
    );
  return { events: [{ type: "lead.changed", from: lead, to }] };
}

/** Adds a responder; one who is there already stays. */
export function join(incident: Incident, command: Asked<"join">, { by }: Given): Made {
  const person = command.person ?? by;
  const known = incident.responders.some((other) => isSamePerson(other, person));
  return { events: known ? [] : [{ type: "responder.joined", person }] };
}

/** Takes a person out of a private incident. A public one remembers everyone who helped. */
export function leave(incident: Incident, { person }: Asked<"leave">): Made {
  const isResponder = incident.responders.some((other) => isSamePerson(other, person));
  const wasCalled = person.kind === "person" && incident.called.includes(person.id);
  return {
    events: incident.private && (isResponder || wasCalled) ? [{ type: "responder.left", person }] : [],
  };
}

/** Tells people how it stands, and promises when they hear next. */
export function update(incident: Incident, command: Update, given: Given): Made {
  const { text = "", action, status } = command;
  const moves = status !== undefined && status !== incident.status;
  const problem = textProblem({ update: text, action }) ?? promiseProblem(command, given);
  if (problem) return problem;
  const saysSomething = text.trim() !== "" || (action ?? "").trim() !== "";
  if (!saysSomething && !moves)
    return status
      ? sameStatus(incident, given)
      : refuse("update_empty", "The update says nothing: write what changed, or change the status.");
  return {
    events: [
      {
        type: "incident.updated",
        text: text.trim(),
        ...(moves && incident.status !== "resolved" && { status: { from: incident.status, to: status } }),
        ...(action?.trim() && { action: action.trim() }),
        updates: nextPromise(incident, command, given),
      },
    ],
  };
}

function sameStatus(incident: Incident, { now }: Given): Made {
  const last = incident.statuses.at(-1)!;
  return refuse(
    "same_status",
    say`${incidentName(incident.number)} is already ${statusText(incident.status)}, by ${last.by} at ${nearMoment(last.at, now)}.`,
  );
}

function promiseProblem({ nextUpdateAt }: Update, { now }: Given) {
  if (!nextUpdateAt) return null;
  if (nextUpdateAt <= now)
    return refuse(
      "next_update_in_past",
      "The next update is promised for a time that has passed. Choose a later one.",
    );
  const latest = addMinutes(now, 31 * 24 * 60);
  if (nextUpdateAt > latest)
    return refuse(
      "next_update_too_late",
      "The next update is promised for more than a month ahead. Choose an earlier time.",
    );
  return null;
}

function nextPromise(
  incident: Incident,
  { nextUpdateAt }: Update,
  { now, rules }: Given,
): UpdateClock | null {
  if (nextUpdateAt === null) return null;
  return nextUpdateAt ? updateClock(now, nextUpdateAt) : usualUpdateClock(incident.severity, now, rules);
}

/** Records something that was done. */
export function takeAction(command: Asked<"take_action">): Made {
  const text = command.text.trim();
  return requiredTextProblem("action", text) ?? { events: [{ type: "action.taken", text }] };
}

/** Records something worth remembering. */
export function note(command: Asked<"note">): Made {
  const text = command.text.trim();
  return requiredTextProblem("note", text) ?? { events: [{ type: "note.added", text }] };
}

/** Takes in what Clay's status page says anew, while the incident is open. */
export function followStatusPage(incident: Incident, command: Asked<"follow_status_page">): Made {
  const { name, status, text, isOver } = command;
  if (incident.resolved) return { events: [] };
  const said = { name, text: text.trim() };
  return {
    events: [
      isOver ? { type: "status_page.resolved", ...said } : { type: "status_page.updated", status, ...said },
    ],
  };
}

/** Puts details right, at any time. No time of the record changes with them. */
export function editDetails(incident: Incident, command: Asked<"edit_details">): Made {
  const { title, rootCause, ...others } = command.details;
  const problem =
    (title === undefined ? null : titleProblem(title)) ?? textProblem({ "root cause": rootCause, ...others });
  if (problem) return problem;
  const changed = Object.entries(command.details).filter(
    ([field, text]) => text !== undefined && text !== incident[field as keyof Details],
  );
  const creditsLost = isEqual(command.creditsLost, incident.creditsLost) ? undefined : command.creditsLost;
  if (changed.length === 0 && !creditsLost) return { events: [] };
  const details: Partial<Details> = Object.fromEntries(changed);
  return { events: [{ type: "details.edited", details, ...(creditsLost && { creditsLost }) }] };
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
