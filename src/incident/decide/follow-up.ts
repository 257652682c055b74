import type { Actor } from "../../lib/actor.ts";
import { dateTime, say } from "../../lib/words.ts";
import { type Decision, refuse } from "../../record/decider.ts";
import type { IncidentCommand } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import { requiredTextProblem, textProblem } from "../limits.ts";
import { type Incident, incidentName, isOpen, isSamePerson } from "../state.ts";
import { mayKnow } from "../summary.ts";

type Made = Decision<IncidentEvent>;
type Asked<T extends IncidentCommand["type"]> = IncidentCommand & { type: T };

/** Adds something to be done afterwards. */
export function addActionItem(incident: Incident, command: Asked<"add_action_item">): Made {
  const { type: _, ...fields } = command;
  const text = command.text.trim();
  const item = `A${incident.actionItems.length + 1}`;
  return (
    itemProblem(incident, { ...fields, text }) ?? {
      events: [{ ...fields, type: "action_item.added", item, text }],
    }
  );
}

/** Changes what is to be done, who does it or until when. */
export function changeActionItem(incident: Incident, command: Asked<"change_action_item">): Made {
  const { type: _, ...fields } = command;
  const text = command.text.trim();
  const open = openItem(incident, command.item);
  if ("refusal" in open) return open;
  const { owner, dueAt } = command;
  const sameOwner = owner && open.owner ? isSamePerson(owner, open.owner) : owner === open.owner;
  const same = text === open.text && dueAt === open.dueAt && sameOwner;
  return (
    itemProblem(incident, { ...fields, text }) ?? {
      events: same ? [] : [{ ...fields, type: "action_item.changed", text }],
    }
  );
}

function itemProblem(incident: Incident, { text, owner }: { text: string; owner?: Actor }) {
  if (owner && !mayKnow(incident, owner))
    return refuse(
      "owner_outside",
      say`${owner} does not belong to this private incident. Invite them to its channel first.`,
    );
  return requiredTextProblem("action item", text);
}

/** Closes an action item. */
export function closeActionItem(incident: Incident, command: Asked<"close_action_item">): Made {
  const open = openItem(incident, command.item);
  return "refusal" in open ? open : { events: [{ type: "action_item.closed", item: open.item }] };
}

function openItem({ actionItems }: Incident, id: string) {
  const item = actionItems.find((other) => other.item === id);
  if (!item) return refuse("no_such_item", "There is no such action item in this incident.");
  if (item.closed)
    return refuse("already_closed", say`${item.closed.by} already closed this, ${dateTime(item.closed.at)}.`);
  return item;
}

/** Writes a section of the postmortem by hand, or goes back to what the record says. */
export function editPostmortem(incident: Incident, { section, text }: Asked<"edit_postmortem">): Made {
  const problem = textProblem({ section: text ?? "" });
  if (problem) return problem;
  const same = (incident.postmortem[section]?.text ?? null) === text;
  return { events: same ? [] : [{ type: "postmortem.edited", section, text }] };
}

/** Shows the postmortem, as the record stands now, in the incident's channel. */
export function publishPostmortem(incident: Incident, { after }: Asked<"publish_postmortem">): Made {
  const name = incidentName(incident.number);
  const last = incident.published;
  if (isOpen(incident))
    return refuse(
      "is_open",
      `${name} is still open. Resolve it first; until then the postmortem is a draft.`,
    );
  if (!incident.channel || incident.channelLost || incident.archived)
    return refuse("no_channel", `${name} has no channel to publish to any more. Take it as a file instead.`);
  if (last && last.at !== after)
    return refuse("already_published", say`${last.by} already published this, ${dateTime(last.at)}.`);
  return { events: [{ type: "postmortem.published" }] };
}
