import type { FollowUpEvent } from "./events.ts";
import type { ActionItem, Incident, Mark } from "./state.ts";

/** Folds checklist steps, action items and hand-written sections of the postmortem. */
export function evolveFollowUp(incident: Incident, event: FollowUpEvent, mark: Mark): Incident {
  switch (event.type) {
    case "step.ticked": {
      const { step, text, action } = event;
      return { ...incident, steps: { ...incident.steps, [step]: { ...mark, step, text, action } } };
    }
    case "step.unticked": {
      const { [event.step]: _, ...steps } = incident.steps;
      return { ...incident, steps };
    }
    case "action_item.added": {
      const { type: _, ...fields } = event;
      const item: ActionItem = { ...fields, added: mark, closed: null, reminded: false };
      return { ...incident, actionItems: [...incident.actionItems, item] };
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
  }
}

function withItem(incident: Incident, item: string, change: Partial<ActionItem>): Incident {
  const actionItems = incident.actionItems.map((other) =>
    other.item === item ? { ...other, ...change } : other,
  );
  return { ...incident, actionItems };
}
