import type { IncidentEvent } from "../../../incident/events.ts";
import { type Incident, incidentName, isOpen } from "../../../incident/state.ts";
import { mayKnow } from "../../../incident/summary.ts";
import type { Recorded } from "../../../record/decider.ts";
import { chunks, contentOf, mrkdwn, plainContent, section, sectionLimit } from "../../blocks/mrkdwn.ts";
import { degradedSlot, type MessageSlot, type Slot } from "../../deliver/slots.ts";
import { addingBookmark, openingChannel } from "../../deliver/what-failed.ts";

/** What the one who leads (or declared) is told directly, because Slack does not let the incident go on as it should. */
export function desiredTroubles(incident: Incident, events: readonly Recorded<IncidentEvent>[]): Slot[] {
  const nearest = [incident.lead, incident.declared.by].filter((one) => one !== null);
  const person = nearest.find((one) => mayKnow(incident, one));
  if (person?.kind !== "person") return [];
  const direct = (slot: string, content: MessageSlot["content"]): Slot => ({
    kind: "message",
    slot,
    to: { user: person.id },
    content,
  });
  return [...degraded(incident, direct), ...channelLost(incident, events, direct)];
}

type Direct = (slot: string, content: MessageSlot["content"]) => Slot;

/** What could not be had, in one message: the incident goes on without. */
function degraded(incident: Incident, direct: Direct): Slot[] {
  const missing = incident.degraded.filter(({ what }) => !(incident.channel && what === openingChannel));
  if (missing.length === 0) return [];
  const name = incidentName(incident.number);
  const text = [
    `${name} goes on, but some things in Slack did not work:`,
    ...withBookmarksAsOne(missing).map(({ what, why }) => `• ${what}: ${why}`),
    ...(incident.channel ? [] : [`Until there is a channel, ${howToGoOn(name)}`]),
  ].join("\n");
  // Slack names people by id; the reader is to see who it is.
  const named = mrkdwn(text).replaceAll(/\b[UW][A-Z0-9]{5,}(?=: )/g, "<@$&>");
  return [direct(degradedSlot, contentOf(chunks(named, sectionLimit).map(section)))];
}

type Missing = Incident["degraded"][number];

/** All bookmarks refused for one reason stand in one line. */
function withBookmarksAsOne(missing: Missing[]): Missing[] {
  const isBookmark = ({ what }: Missing) => what.startsWith(addingBookmark);
  return missing.flatMap((one) => {
    if (!isBookmark(one)) return [one];
    const alike = missing.filter((other) => isBookmark(other) && other.why === one.why);
    if (alike[0] !== one) return [];
    const names = alike.map(({ what }) => what.slice(addingBookmark.length));
    return [names.length === 1 ? one : { what: `Adding the bookmarks ${names.join(", ")}`, why: one.why }];
  });
}

/** While it is open, silence in its channel is to surprise nobody. A deleted channel is replaced instead. */
function channelLost(incident: Incident, events: readonly Recorded<IncidentEvent>[], direct: Direct): Slot[] {
  const { channel, channelLost: reason } = incident;
  if (!channel || !isOpen(incident) || incident.archived) return [];
  if (reason === null || reason === "deleted") return [];
  const backAgain = events.findLastIndex(({ event }) => event.type === "channel.restored");
  const lost = events.slice(backAgain + 1).find(({ event }) => event.type === "channel.lost");
  const name = incidentName(incident.number);
  const why = reason === "archived" ? "it is archived" : "I was taken out of it";
  const back =
    reason === "archived" ? "Once somebody unarchives it and invites me" : "Once I am invited again";
  const text =
    `${name} is open, but I can say and remind of nothing in #${channel.name}: ${why}. ` +
    `${back}, I go on there. Until then ${howToGoOn(name)}`;
  // One message for each time: an edit would notify nobody.
  return [direct(`channel-lost:${lost?.version ?? 0}`, plainContent(text))];
}

function howToGoOn(name: string): string {
  return `“show ${name}” gives you its buttons wherever you type it.`;
}
