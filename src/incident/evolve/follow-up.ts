import type { FollowUpEvent } from "../events.ts";
import type { ActionItem, Incident, Mark } from "../state.ts";

/** Folds action items and hand-written sections of the postmortem. */
export function evolveFollowUp(incident: Incident, event: FollowUpEvent, mark: Mark): Incident {
  switch (event.type) {
    case "action_item.added": {
      const { type: _, ...fields } = event;
      const item: ActionItem = { ...fields, added: mark, closed: null, reminded: false };
      return { ...incident, actionItems: [...incident.actionItems, item] };
    }
    case "action_item.changed": {
      const { type: _, ...fields } = event;
      return {
        ...incident,
        actionItems: incident.actionItems.map((item) =>
          item.item === event.item ? changed(item, fields) : item,
        ),
      };
    }
    case "action_item.closed":
      return withItem(incident, event.item, { closed: mark });
    case "action_item.reminded":
      return withItem(incident, event.item, { reminded: true });
    case "postmortem.edited": {
      const { [event.section]: _, ...others } = incident.postmortem;
      const edited = event.text === null ? {} : { [event.section]: { ...mark, text: event.text } };
      return { ...incident, postmortem: { ...others, ...edited } };
    }
    case "postmortem.published":
      return { ...incident, published: mark };
  }
}

type Fields = Pick<ActionItem, "item" | "text" | "owner" | "dueAt">;

/** The item with these fields alone: an owner or a date that is not among them is gone. A new date, a new reminder. */
function changed({ added, closed, reminded, dueAt }: ActionItem, fields: Fields): ActionItem {
  return { ...fields, added, closed, reminded: reminded && fields.dueAt === dueAt };
}

function withItem(incident: Incident, item: string, change: Partial<ActionItem>): Incident {
  const actionItems = incident.actionItems.map((other) =>
    other.item === item ? { ...other, ...change } : other,
  );
  return { ...incident, actionItems };
}
