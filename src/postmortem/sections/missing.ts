import type { Incident } from "../../incident/state.ts";
import { isOpen } from "../../incident/state.ts";
import { evidenceSeen } from "./balances.ts";
import type { Story } from "./story.ts";

/** What a reader of the postmortem will look for in vain, worst first. What was written by hand is not missing. */
export function missingFrom({ incident, stream }: Story): string[] {
  const lacks = (section: string, empty: boolean) => empty && incident.postmortem[section] === undefined;
  const told = stream.some(({ event }) => event.type === "incident.updated");
  return [
    isOpen(incident) && "The incident is still open: duration and resolution will change.",
    lacks("impact", incident.impact === "") && "Impact: what did not work, for whom.",
    lacks("root_cause", incident.rootCause === "") && "Root cause.",
    lacks("credits_lost", incident.creditsLost === null) && "Credits lost, or that it is not known.",
    lacks("prevention", incident.prevention === "") && "Prevention: what keeps it from happening again.",
    incident.acknowledged === null && "Nobody led the incident.",
    lacks("evidence", evidenceSeen(stream).length === 0) && "No triage was run.",
    !told && "No update was written.",
    lacks("action_items", incident.actionItems.length === 0) && "No action items.",
    unowned(incident) && `${unowned(incident)} without an owner or a date.`,
  ].filter((sentence): sentence is string => typeof sentence === "string" && sentence !== "");
}

function unowned({ actionItems }: Incident): string {
  const count = actionItems.filter(({ owner, dueAt, closed }) => !closed && !(owner && dueAt)).length;
  return count === 0 ? "" : count === 1 ? "1 action item" : `${count} action items`;
}
