import { durationText } from "../lib/duration.ts";
import type { Instant } from "../lib/time.ts";
import { dateTime, type Moment, say, sentences, time, type Words } from "../lib/words.ts";
import type { AudienceWording } from "../runbook/schema.ts";
import type { Recorded } from "./decider.ts";
import { durations } from "./durations.ts";
import type { IncidentEvent, UpdateClock } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { EscalationTarget } from "./rules.ts";
import { type Incident, incidentName, initialIncident } from "./state.ts";
import { statusText } from "./status-text.ts";
import { fillWords, sentence } from "./wording.ts";

/** A change people are told of. `version` is that of the event that made it. */
export type Change = { version: number; at: Instant; words: Words; asks?: Ask };

/** What somebody is asked to do, so that a button beside the words can offer it. */
export type Ask = "lead" | "update" | "archive" | { watch: string } | { item: string };

/** What everyone who follows the incident is told of, in the words for one audience, oldest first. */
export function changes(stream: readonly Recorded<IncidentEvent>[], wording: AudienceWording): Change[] {
  return tell(stream, (recorded, incident) => changeWords(recorded, incident, wording));
}

/** What only the incident's own channel is told of besides: who leads, and what people are reminded of. */
export function channelNotes(stream: readonly Recorded<IncidentEvent>[]): Change[] {
  return tell(stream, noteWords);
}

/** Tells each event in the light of the incident as it stood right after it, so that a told change never changes. */
function tell(
  stream: readonly Recorded<IncidentEvent>[],
  words: (recorded: Recorded<IncidentEvent>, incident: Incident) => Words | null,
): Change[] {
  let incident = initialIncident;
  return stream.flatMap((recorded) => {
    incident = evolve(incident, recorded);
    const told = words(recorded, incident);
    if (!told) return [];
    const asks = askOf(recorded.event);
    return [{ version: recorded.version, at: recorded.at, words: told, ...(asks && { asks }) }];
  });
}

function askOf(event: IncidentEvent): Ask | null {
  switch (event.type) {
    case "response.nudged":
    case "response.escalated":
      return "lead";
    case "update.nudged":
    case "update.overdue":
      return "update";
    case "archive.offered":
      return "archive";
    case "watch.asked":
      return { watch: event.watch };
    case "action_item.reminded":
      return { item: event.item };
    default:
      return null;
  }
}

function changeWords(
  { event, at, by }: Recorded<IncidentEvent>,
  incident: Incident,
  wording: AudienceWording,
): Words | null {
  const { severity, status } = incident;
  const common = {
    incident: `${incident.drill ? "DRILL " : ""}${incidentName(incident.number)}`,
    title: incident.title,
    severity,
    status: statusText(status),
    status_meaning: wording.statuses[status],
    impact: incident.impact || null,
    affected: incident.affected || null,
    lead: incident.lead,
    by,
    advice: wording.advice[severity],
  };
  switch (event.type) {
    case "incident.declared":
      return fillWords(wording.declared, { ...common, next_update: next(event.updates, at) });
    case "incident.updated":
      return fillWords(event.status ? wording.status_changed : wording.updated, {
        ...common,
        update: updateText(event),
        next_update: next(event.updates, at),
      });
    case "severity.changed":
      return fillWords(wording.severity_changed, {
        ...common,
        previous_severity: event.from,
        reason: sentence(event.reason ?? ""),
      });
    case "incident.resolved":
      return fillWords(wording.resolved, {
        ...common,
        duration: durationText(durations(incident).toResolve ?? 0),
        resolution: sentence(event.resolution),
      });
    case "incident.reopened":
      return fillWords(wording.reopened, {
        ...common,
        // The wording ends the sentence itself.
        reason: event.reason.replace(/\.$/, ""),
        next_update: next(event.updates, at),
      });
    default:
      return null;
  }
}

function updateText({ text, action }: IncidentEvent & { type: "incident.updated" }): string {
  return [sentence(text), action ? `Done: ${sentence(action)}` : ""].filter(Boolean).join(" ");
}

function next(clock: UpdateClock | null, now: Instant): Moment | null {
  return clock && moment(clock.dueAt, now);
}

/** The time of day says enough about a moment within half a day. */
function moment(at: Instant, now: Instant): Moment {
  return Date.parse(at) - Date.parse(now) < 12 * 60 * 60_000 ? time(at) : dateTime(at);
}

function noteWords({ event, at, by }: Recorded<IncidentEvent>, incident: Incident): Words | null {
  const name = incidentName(incident.number);
  const late = "late" in event && event.late ? "(Late: the bot was not running when this was due.)" : null;
  switch (event.type) {
    case "lead.changed":
      return event.from
        ? say`${event.to} now leads ${name}, after ${event.from}.`
        : say`${event.to} leads ${name}.`;
    case "incident.made_private":
      return say`${by} made ${name} private.`;
    case "response.nudged":
      return sentences(say`Nobody leads ${name} yet. Someone should by ${respondBy(incident, at)}.`, late);
    case "response.escalated":
      return sentences(
        say`Nobody leads ${name}, and the time to respond ran out at ${respondBy(incident, at)}.`,
        calls(event.target),
        late,
      );
    case "update.nudged":
      return sentences(say`The next update of ${name} is promised for ${moment(event.dueAt, at)}.`, late);
    case "update.overdue":
      return sentences(
        say`The update of ${name} promised for ${moment(event.dueAt, at)} is overdue.`,
        event.count >= 3 ? "This is the last reminder." : null,
        late,
      );
    case "watch.started":
      return say`Watching ${watched(incident, event.watch)} until ${moment(event.endsAt, at)}.`;
    case "watch.asked":
      return sentences(say`What is ${watched(incident, event.watch)} now?`, late);
    case "watch.recorded":
      return say`${watched(incident, event.watch)}: ${event.value}${unitOf(incident, event.watch)}, from ${by}.`;
    case "watch.ended":
      return watchEnd(watched(incident, event.watch), event.reason);
    case "archive.offered":
      return `${name} is over for a while. Its channel can be archived.`;
    case "action_item.reminded": {
      const item = incident.actionItems.find((other) => other.item === event.item);
      if (!item) return null;
      return sentences(
        item.owner ? say`For ${item.owner}: ${sentence(item.text)}` : sentence(item.text),
        "Due now.",
        late,
      );
    }
    default:
      return null;
  }
}

function calls(target: EscalationTarget | null): Words {
  if (!target) return "Nobody is configured to be called.";
  if (target.kind === "group") return say`Calling ${{ group: target.id }}.`;
  return say`Calling ${{ kind: "person", id: target.id, name: "the escalation contact" }}.`;
}

function respondBy(incident: Incident, now: Instant): Moment {
  return moment(incident.response?.respondBy ?? now, now);
}

function watched(incident: Incident, id: string): string {
  return incident.watches.find(({ watch }) => watch === id)?.what ?? "the figure";
}

function unitOf(incident: Incident, id: string): string {
  const unit = incident.watches.find(({ watch }) => watch === id)?.unit ?? "";
  return unit === "percent" ? " %" : unit === "" || unit === "count" ? "" : ` ${unit}`;
}

function watchEnd(what: string, reason: (IncidentEvent & { type: "watch.ended" })["reason"]): Words | null {
  switch (reason) {
    case "back_to_normal":
      return `${what}: back to normal.`;
    case "time_is_up":
      return `${what}: the watch has ended without a figure back to normal.`;
    case "stopped":
      return `${what} is no longer watched.`;
    case "resolved":
      return null;
  }
}
