import { addMinutes, type Instant } from "../../lib/time.ts";
import { nearMoment, say } from "../../lib/words.ts";
import { type Context, type Decision, type Refusal, refuse } from "../../record/decider.ts";
import { overdueAtMost } from "../clock/alarms.ts";
import type { IncidentEvent } from "../events.ts";
import type { IncidentRules } from "../rules.ts";
import type { Incident } from "../state.ts";

const longestSnoozeMinutes = 24 * 60;

/** Puts off the reminders of the promised update. */
export function snooze(
  incident: Incident,
  minutes: number,
  { now }: Context<IncidentRules>,
): Decision<IncidentEvent> {
  const problem = reminderProblem(incident, now);
  if (problem) return problem;
  if (!(minutes > 0 && minutes <= longestSnoozeMinutes))
    return refuse("snooze_out_of_range", "Reminders can be put off by up to a day.");
  return { events: [{ type: "reminder.snoozed", until: addMinutes(now, minutes) }] };
}

/** Ends the reminders of the promised update; the next update brings new ones. */
export function dismiss(incident: Incident, { now }: Context<IncidentRules>): Decision<IncidentEvent> {
  return reminderProblem(incident, now) ?? { events: [{ type: "reminder.dismissed" }] };
}

function reminderProblem({ promised }: Incident, now: Instant): { refusal: Refusal } | null {
  if (!promised) return refuse("no_promise", "No update is promised, so nothing reminds of one.");
  if (promised.dismissed)
    return refuse(
      "reminders_dismissed",
      say`${promised.dismissed.by} dismissed these reminders at ${nearMoment(promised.dismissed.at, now)}.`,
    );
  if (promised.overdueCount >= overdueAtMost)
    return refuse(
      "no_more_reminders",
      "This was the last reminder of this update. Posting an update sets the next ones.",
    );
  return null;
}
