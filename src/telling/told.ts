import type { IncidentEvent } from "../incident/events.ts";
import type { WalkEvent } from "../walk/walk-events.ts";

/**
 * Where an event is told: a line in the timeline; a change everyone hears of who follows the incident; a note in the
 * incident's own channel; something somebody is asked to do, which makes the note a reminder with buttons.
 */
type Place = "timeline" | "change" | "note" | "ask";

/**
 * Every event besides the walk's, each of which is a line in the timeline. A new one does not compile until it stands
 * here, and then not until each place it names has words for it. What is told nowhere has no place.
 */
export const told = {
  "incident.declared": ["timeline", "change"],
  "severity.changed": ["timeline", "change"],
  "lead.changed": ["timeline", "note"],
  "responder.joined": ["timeline"],
  "responder.left": ["timeline"],
  "incident.updated": ["timeline", "change"],
  "action.taken": ["timeline"],
  "note.added": ["timeline"],
  "status_page.updated": ["timeline", "note"],
  "status_page.resolved": ["timeline", "note", "ask"],
  "details.edited": ["timeline"],
  "triage.recorded": ["timeline"],
  "rows.replayed": ["timeline", "change"],
  "incident.resolved": ["timeline", "change"],
  "incident.reopened": ["timeline", "change"],
  "incident.made_private": ["timeline", "note"],

  "channel.opened": [],
  "channel.lost": ["timeline"],
  "channel.restored": ["timeline"],
  // What could not be delivered is told to the lead; see slack/features/channel/troubles-desired.ts.
  "delivery.degraded": [],
  "archive.offered": ["note", "ask"],
  "incident.archived": [],

  "response.nudged": ["timeline", "note", "ask"],
  "response.escalated": ["timeline", "note", "ask"],
  "update.nudged": ["note", "ask"],
  "update.overdue": ["timeline", "note", "ask"],
  // These two show in the reminder they answer.
  "reminder.snoozed": [],
  "reminder.dismissed": [],

  "watch.started": ["timeline", "note"],
  "watch.asked": ["note", "ask"],
  "watch.recorded": ["timeline", "note"],
  "watch.ended": ["note"],

  // A captured message stands in the timeline where it was said, as it reads now.
  "entry.added": [],
  "entry.backed": [],
  "entry.backing_withdrawn": [],
  "entry.edited": [],
  "entry.removed": [],

  "action_item.added": ["timeline"],
  "action_item.changed": ["timeline"],
  "action_item.closed": ["timeline"],
  "action_item.reminded": ["note", "ask"],
  "postmortem.edited": [],
  "postmortem.published": ["timeline", "note"],
} as const satisfies Record<Exclude<IncidentEvent, WalkEvent>["type"], readonly Place[]>;

/** The events told in a place. */
export type ToldIn<P extends Place> = Extract<
  IncidentEvent,
  { type: { [T in keyof typeof told]: P extends (typeof told)[T][number] ? T : never }[keyof typeof told] }
>;
