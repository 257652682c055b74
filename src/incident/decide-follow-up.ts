import { dateTime, say } from "../lib/words.ts";
import type { IncidentCommand } from "./commands.ts";
import { type Decision, refuse } from "./decider.ts";
import type { IncidentEvent } from "./events.ts";
import { requiredTextProblem, textProblem } from "./limits.ts";
import type { Incident } from "./state.ts";

type Made = Decision<IncidentEvent>;
type Asked<T extends IncidentCommand["type"]> = IncidentCommand & { type: T };

/** Adds something to be done afterwards. */
export function addActionItem(incident: Incident, command: Asked<"add_action_item">): Made {
  const { type: _, ...fields } = command;
  const text = command.text.trim();
  const item = `A${incident.actionItems.length + 1}`;
  return (
    requiredTextProblem("action item", text) ?? {
      events: [{ ...fields, type: "action_item.added", item, text }],
    }
  );
}

/** Closes an action item. */
export function closeActionItem(incident: Incident, command: Asked<"close_action_item">): Made {
  const item = incident.actionItems.find((other) => other.item === command.item);
  if (!item) return refuse("no_such_item", "There is no such action item in this incident.");
  if (item.closed)
    return refuse("already_closed", say`${item.closed.by} already closed this, ${dateTime(item.closed.at)}.`);
  return { events: [{ type: "action_item.closed", item: item.item }] };
}

/** Writes a section of the postmortem by hand, or goes back to what the record says. */
export function editPostmortem(incident: Incident, { section, text }: Asked<"edit_postmortem">): Made {
  const problem = textProblem({ section: text ?? "" });
  if (problem) return problem;
  const same = (incident.postmortem[section]?.text ?? null) === text;
  return { events: same ? [] : [{ type: "postmortem.edited", section, text }] };
}
