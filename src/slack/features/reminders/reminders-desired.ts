import type { IncidentHistory } from "../../../incident/incident.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { type Reminder, reminders } from "../../../telling/reminders.ts";
import type { MessageSlot } from "../../deliver/slots.ts";
import { renderCall, renderReminder } from "./reminder-render.ts";

/** What the slots of reminders start with; who deletes such a message need not see it again. */
export const reminderSlot = "reminder:";

/**
 * Reminders in the incident's channel. Each is a message of its own, because edits notify nobody. One that was
 * answered before it could be posted is not posted any more.
 */
export function desiredReminders(incident: Incident, history: IncidentHistory): MessageSlot[] {
  const stream = incidentName(incident.number);
  return reminders(history)
    .filter((reminder) => !isForOneOnly(reminder))
    .map((reminder) => ({
      ...message(reminder),
      slot: `${reminderSlot}${reminder.version}`,
      to: "own channel",
      content: renderReminder(stream, reminder),
    }));
}

/** Reminders that go to one person: who is called to the incident, and who has something to do after it. */
export function desiredDirectReminders(incident: Incident, history: IncidentHistory): MessageSlot[] {
  const stream = incidentName(incident.number);
  return reminders(history).flatMap((reminder): MessageSlot[] => {
    const { version, to } = reminder;
    if (!to) return [];
    const content = isForOneOnly(reminder)
      ? renderReminder(stream, reminder)
      : renderCall(incident, reminder);
    return [{ ...message(reminder), slot: `${reminderSlot}${version}:direct`, to: { user: to }, content }];
  });
}

/** What is to be done afterwards is for its owner: by then the channel may be gone. */
function isForOneOnly({ asks, to }: Reminder): boolean {
  return to !== null && typeof asks === "object" && "item" in asks;
}

function message({ outcome }: Reminder): Pick<MessageSlot, "kind" | "onlyIfThere"> {
  return { kind: "message", ...(outcome !== null && { onlyIfThere: true }) };
}
