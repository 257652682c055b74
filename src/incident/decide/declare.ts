import { nearMoment, say } from "../../lib/words.ts";
import type { Context, Decision } from "../../record/decider.ts";
import { refuse } from "../../record/decider.ts";
import { responseClock, usualUpdateClock } from "../clock/promises.ts";
import type { Declare } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import { textProblem, titleProblem } from "../limits.ts";
import type { IncidentRules } from "../rules.ts";
import { type Incident, incidentName } from "../state.ts";

/** Declares an incident. Its clocks count from the detection. */
export function declare(
  incident: Incident,
  command: Declare,
  { now, by, rules }: Context<IncidentRules>,
): Decision<IncidentEvent> {
  const { type: _, impact = "", affected = "", ...rest } = command;
  const detectedAt = command.detectedAt ?? now;
  const name = incidentName(incident.number);
  if (incident.number > 0)
    return refuse(
      "already_declared",
      say`${incident.declared.by} declared ${name} at ${nearMoment(incident.declared.at, now)}.`,
    );
  if (by.kind === "person" && !rules.may.declare)
    return refuse(
      "may_not_declare",
      "Only members of the group set up for it may declare incidents. Ask one of them.",
    );
  if (detectedAt > now)
    return refuse(
      "detected_in_future",
      "The time of detection lies in the future. Choose one that has passed.",
    );
  const problem = titleProblem(command.title) ?? textProblem({ impact, affected });
  if (problem) return problem;
  return {
    events: [
      {
        ...rest,
        type: "incident.declared",
        title: command.title.trim(),
        impact,
        affected,
        detectedAt,
        private: command.private ?? false,
        drill: command.drill ?? false,
        response: responseClock(command.severity, detectedAt, now, rules),
        updates: usualUpdateClock(command.severity, now, rules),
      },
    ],
  };
}
