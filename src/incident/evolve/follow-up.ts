import type { ByType } from "../../record/by-type.ts";
import type { FollowUpEvent } from "../events.ts";
import type { ActionItem, Incident, Mark } from "../state.ts";

/** Folds action items and hand-written sections of the postmortem. */
export const foldFollowUp: ByType<FollowUpEvent, [Incident, Mark], Incident> = {
  "action_item.added": ({ type: _, ...fields }, incident, mark) => {
    const item: ActionItem = { ...fields, added: mark, closed: null, reminded: false };
    return { ...incident, actionItems: [...incident.actionItems, item] };
  },
  "action_item.changed": ({ type: _, ...fields }, incident) =>
    withItem(incident, fields.item, changedTo(fields)),
  "action_item.closed": ({ item }, incident, mark) =>
    withItem(incident, item, (known) => ({ ...known, closed: mark })),
  "action_item.reminded": ({ item }, incident) =>
    withItem(incident, item, (known) => ({ ...known, reminded: true })),
  "postmortem.edited": ({ section, text }, incident, mark) => {
    const { [section]: _, ...others } = incident.postmortem;
    const edited = text === null ? {} : { [section]: { ...mark, text } };
    return { ...incident, postmortem: { ...others, ...edited } };
  },
  "postmortem.published": (_, incident, mark) => ({ ...incident, published: mark }),
};

type Fields = Pick<ActionItem, "item" | "text" | "owner" | "dueAt">;

/** The item with these fields alone: an owner or a date that is not among them is gone. A new date, a new reminder. */
function changedTo(fields: Fields): (item: ActionItem) => ActionItem {
  return ({ added, closed, reminded, dueAt }) => ({
    ...fields,
    added,
    closed,
    reminded: reminded && fields.dueAt === dueAt,
  });
}

function withItem(incident: Incident, id: string, change: (item: ActionItem) => ActionItem): Incident {
  const actionItems = incident.actionItems.map((one) => (one.item === id ? change(one) : one));
  return { ...incident, actionItems };
}
