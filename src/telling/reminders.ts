import { overdueAtMost } from "../incident/clock/alarms.ts";
import type { IncidentEvent } from "../incident/events.ts";
import type { IncidentHistory } from "../incident/incident.ts";
import type { Incident, Watch } from "../incident/state.ts";
import { membersOf } from "../incident/summary.ts";
import { dateTime, nearMoment, say, time, type Words } from "../lib/words.ts";
import { foldedAlong, type Recorded } from "../record/decider.ts";
import { type Ask, askOf, figureText, noteWords, watchEnd } from "./note-words.ts";

/** Something somebody was asked to do. `version` is that of the event that asked. */
export type Reminder = {
  version: number;
  words: Words;
  asks: Ask;
  /** What became of it: null while it waits, empty words when a later reminder took its place. */
  outcome: Words | null;
  /** No further reminder of this follows, so there is nothing to put off. */
  isLast: boolean;
  /** Slack id of the person it is for, who is told directly; null: it is for everyone there. */
  to: string | null;
};

/** What is known of a reminder whatever comes after; `asked` is the event that asked. */
type Told = Pick<Reminder, "version" | "words" | "asks" | "outcome"> & { asked: IncidentEvent };

/** Of a week of a watched figure there are thousands, all answered: their messages stand as they are for good. */
const answeredKept = 200;

/** What people were reminded of: all that waits, and the last that were answered. */
type AllTold = { waiting: readonly Told[]; answered: readonly Told[] };

const told = foldedAlong<Incident, IncidentEvent, AllTold>(
  { waiting: [], answered: [] },
  ({ waiting, answered }, { recorded, state }) => {
    const { event: asked, version } = recorded;
    const settledNow = waiting.flatMap((one) => withOutcome(one, recorded, state) ?? []);
    const still = settledNow.length === 0 ? waiting : waiting.filter((one) => !isIn(settledNow, one));
    const asks = askOf(asked);
    const words = asks && noteWords(recorded, state);
    return {
      waiting: asks && words ? [...still, { version, asks, words, outcome: null, asked }] : still,
      answered: settledNow.length === 0 ? answered : [...answered, ...settledNow].slice(-answeredKept),
    };
  },
);

function isIn(all: readonly Told[], { version }: Told): boolean {
  return all.some((one) => one.version === version);
}

function withOutcome(one: Told, recorded: Recorded<IncidentEvent>, { watches }: Incident): Told | null {
  const outcome = repeats(one.asks, recorded.event) ? "" : settled(one.asks, recorded, watches);
  return outcome === null ? null : { ...one, outcome };
}

/**
 * What people were reminded of so far, oldest first, save for what was answered long ago. An outcome, once there, never
 * changes.
 */
export function reminders(history: IncidentHistory): Reminder[] {
  const { waiting, answered } = told(history);
  const all = [...answered, ...waiting].toSorted((a, b) => a.version - b.version);
  return all.map(({ asked, ...one }) => ({
    ...one,
    isLast: asked.type === "update.overdue" && asked.count >= overdueAtMost,
    to: personFor(asked, history.state),
  }));
}

/** Whom it is for; of a private incident nobody is reminded who has left it. */
function personFor(event: IncidentEvent, incident: Incident): string | null {
  const members = incident.private ? membersOf(incident) : null;
  return peopleFor(event, incident).find((id) => !members || members.includes(id)) ?? null;
}

/** Whom it may be for, the nearest first. */
function peopleFor(event: IncidentEvent, { actionItems, lead, declared }: Incident): string[] {
  if (event.type === "response.escalated") return event.target?.kind === "contact" ? [event.target.id] : [];
  if (event.type !== "action_item.reminded") return [];
  const owner = actionItems.find(({ item }) => item === event.item)?.owner;
  return [owner, lead, declared.by].flatMap((person) => (person?.kind === "person" ? person.id : []));
}

function repeats(asks: Ask, event: IncidentEvent): boolean {
  return JSON.stringify(askOf(event)) === JSON.stringify(asks);
}

function settled(asks: Ask, recorded: Recorded<IncidentEvent>, watches: readonly Watch[]): Words | null {
  if (typeof asks === "object")
    return "watch" in asks ? watchSettled(asks.watch, recorded, watches) : itemSettled(asks.item, recorded);
  const { event, at, by } = recorded;
  switch (event.type) {
    case "incident.resolved":
      return asks === "archive" ? null : say`Resolved by ${by} at ${time(at)}.`;
    case "lead.changed":
      return asks === "lead" ? say`${event.to} leads since ${time(at)}.` : null;
    case "incident.archived":
      return asks === "archive" ? say`Archived by ${by} at ${time(at)}.` : null;
    case "incident.reopened":
      return asks === "archive" ? say`Reopened by ${by} at ${time(at)}.` : null;
    default:
      return asks === "update" ? promiseSettled(recorded) : null;
  }
}

function promiseSettled({ event, at, by }: Recorded<IncidentEvent>): Words | null {
  switch (event.type) {
    case "incident.updated":
      return say`Updated by ${by} at ${time(at)}.`;
    case "reminder.snoozed":
      return say`Put off by ${by} until ${nearMoment(event.until, at)}.`;
    case "reminder.dismissed":
      return say`Dismissed by ${by} at ${time(at)}.`;
    default:
      return null;
  }
}

function watchSettled(
  watch: string,
  { event, by }: Recorded<IncidentEvent>,
  watches: readonly Watch[],
): Words | null {
  if (!("watch" in event) || event.watch !== watch) return null;
  const known = watches.find((other) => other.watch === watch);
  if (event.type === "watch.recorded") return say`${figureText(event.value, known)}, from ${by}.`;
  if (event.type !== "watch.ended") return null;
  return watchEnd(known?.what ?? "The figure", event.reason) ?? "Resolved.";
}

function itemSettled(item: string, { event, at, by }: Recorded<IncidentEvent>): Words | null {
  if (event.type === "action_item.closed" && event.item === item)
    return say`Done, says ${by}, ${dateTime(at)}.`;
  if (event.type === "action_item.changed" && event.item === item)
    return event.dueAt
      ? say`Changed by ${by}, ${dateTime(at)}: due ${dateTime(event.dueAt)}.`
      : say`Changed by ${by}, ${dateTime(at)}: no date.`;
  return null;
}
