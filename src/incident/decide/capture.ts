import { nearMoment, say } from "../../lib/words.ts";
import { type Context, type Decision, refuse } from "../../record/decider.ts";
import type { Capture, IncidentCommand } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import type { IncidentRules } from "../rules.ts";
import { entryOf, type Incident, isSamePerson } from "../state.ts";

type Made = Decision<IncidentEvent>;
type Asked<T extends IncidentCommand["type"]> = IncidentCommand & { type: T };

/** Keeps a message in the timeline. Another person capturing it too backs it; the same one is told. */
export function captureEntry(
  incident: Incident,
  command: Capture,
  { now, by }: Context<IncidentRules>,
): Made {
  const { type: _, ...fields } = command;
  const entry = entryOf(incident, command.source);
  if (!entry) return { events: [{ type: "entry.added", ...fields }] };
  if (entry.backers.some((backer) => isSamePerson(backer, by)))
    return refuse(
      "already_captured",
      say`This message is in the timeline already; ${entry.backers[0]!} added it at ${nearMoment(entry.addedAt, now)}.`,
    );
  return { events: [{ type: "entry.backed", source: command.source }] };
}

/** Withdraws one person's wish to keep a message; with the last one it goes. */
export function withdrawEntry(
  incident: Incident,
  { source }: Asked<"withdraw_entry">,
  { by }: Context<IncidentRules>,
): Made {
  const entry = entryOf(incident, source);
  if (!entry?.backers.some((backer) => isSamePerson(backer, by))) return { events: [] };
  if (entry.backers.length > 1) return { events: [{ type: "entry.backing_withdrawn", source }] };
  return { events: [{ type: "entry.removed", source, reason: "withdrawn" }] };
}

/** Follows an edit of a captured message. */
export function editEntry(incident: Incident, { source, text }: Asked<"edit_entry">): Made {
  const entry = entryOf(incident, source);
  return { events: entry && entry.text !== text ? [{ type: "entry.edited", source, text }] : [] };
}

/** Follows the deletion of a captured message. */
export function deleteEntry(incident: Incident, { source }: Asked<"delete_entry">): Made {
  const entry = entryOf(incident, source);
  return { events: entry ? [{ type: "entry.removed", source, reason: "message_deleted" }] : [] };
}
