import { addMinutes } from "../../lib/time.ts";
import { dateTime, nearMoment, say, sentences } from "../../lib/words.ts";
import { type Context, type Decision, refuse } from "../../record/decider.ts";
import { responseClock, usualUpdateClock } from "../clock/promises.ts";
import type { Resolve } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import { likelyCause } from "../evidence/likely-cause.ts";
import { untestedFaults } from "../evidence/untested.ts";
import { requiredTextProblem, textProblem } from "../limits.ts";
import type { IncidentRules } from "../rules.ts";
import { type Incident, incidentName, isOpen } from "../state.ts";

type Made = Decision<IncidentEvent>;
type Given = Context<IncidentRules>;

/** Resolves. While triage still fails, or did not test what the incident is about, only on purpose. Ends the watches. */
export function resolve(incident: Incident, command: Resolve, { now, by, rules }: Given): Made {
  if (by.kind === "person" && !rules.may.resolve)
    return refuse(
      "may_not_resolve",
      "Only members of the group set up for it may resolve incidents. Ask one of them.",
    );
  const { type: _, rootCause, prevention, despiteFailing = false, ...rest } = command;
  const problem =
    requiredTextProblem("resolution", command.resolution) ??
    textProblem({ "root cause": rootCause, prevention });
  if (problem) return problem;
  const failing = command.evidence?.diagnosis.outcome === "failing";
  if (failing && !despiteFailing)
    return refuse(
      "still_failing",
      `Triage still fails: ${command.evidence!.diagnosis.verdict} To close it all the same, choose "Resolve anyway".`,
    );
  const untested = failing ? [] : untestedFaults(incident, command.evidence);
  if (untested.length > 0 && !despiteFailing)
    return refuse(
      "not_tested",
      sentences(...untested.map(({ words }) => words), 'To close it all the same, choose "Resolve anyway".'),
    );
  const ended = incident.watches
    .filter((watch) => !watch.ended)
    .map(({ watch }): IncidentEvent => ({ type: "watch.ended", watch, reason: "resolved" }));
  return {
    events: [
      {
        ...rest,
        type: "incident.resolved",
        resolution: command.resolution.trim(),
        ...(isWritten(rootCause, incident) && { rootCause: rootCause.trim() }),
        ...(prevention?.trim() && { prevention: prevention.trim() }),
        despiteFailing: failing,
        ...(untested.length > 0 && { untested: untested.map(({ what }) => what) }),
        offerArchiveAt: addMinutes(now, rules.archiveAfterHours * 60),
      },
      ...ended,
    ],
  };
}

/** The tree's guess, left as it stood in the form, stays a guess. */
function isWritten(rootCause: string | undefined, incident: Incident): rootCause is string {
  const text = rootCause?.trim();
  return !!text && text !== likelyCause(incident);
}

/** Takes the incident up again; its clocks start anew where they are needed. */
export function reopen(incident: Incident, reason: string, { now, rules }: Given): Made {
  const name = incidentName(incident.number);
  if (isOpen(incident)) {
    const last = incident.reopened;
    return refuse(
      "is_open",
      last ? say`${last.by} already reopened ${name} at ${nearMoment(last.at, now)}.` : `${name} is open.`,
    );
  }
  const problem = requiredTextProblem("reason", reason);
  if (problem) return problem;
  return {
    events: [
      {
        type: "incident.reopened",
        reason: reason.trim(),
        response: incident.lead ? null : responseClock(incident.severity, now, now, rules),
        updates: usualUpdateClock(incident.severity, now, rules),
      },
    ],
  };
}

/** What to say to one whose command comes after the resolution. */
export function resolvedRefusal(incident: Incident) {
  const { at, by } = incident.resolved!;
  return refuse(
    "already_resolved",
    say`${incidentName(incident.number)} was resolved by ${by}, ${dateTime(at)}. Reopen it to go on.`,
  );
}
