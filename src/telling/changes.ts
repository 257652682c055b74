import { durations } from "../incident/clock/durations.ts";
import type { IncidentEvent, UpdateClock } from "../incident/events.ts";
import type { IncidentHistory } from "../incident/incident.ts";
import { replayedText } from "../incident/replay/replayed.ts";
import type { Incident } from "../incident/state.ts";
import { statusText } from "../incident/status-text.ts";
import { durationText } from "../lib/duration.ts";
import { sentence } from "../lib/sentence.ts";
import type { Instant } from "../lib/time.ts";
import { type Moment, nearMoment, type Words } from "../lib/words.ts";
import { type ByType, callByType } from "../record/by-type.ts";
import type { Recorded } from "../record/decider.ts";
import type { AudienceWording } from "../runbook/schema.ts";
import { failedSubject } from "./for-sales.ts";
import { type Ask, askOf, noteWords } from "./note-words.ts";
import { type ToldIn, told } from "./told.ts";
import { fillWords, spokenName, statusMeaning, type Values } from "./wording.ts";

/** A change people are told of. `version` is that of the event that made it. */
type Change = { version: number; at: Instant; words: Words; asks?: Ask };

/** What everyone who follows the incident is told of after that version, in the words for one audience, oldest first. */
export function changes(history: IncidentHistory, wording: AudienceWording, after = 0): Change[] {
  return tell(history, after, (recorded, incident) => changeWords(recorded, incident, wording));
}

/** What only the incident's own channel is told of besides: who leads, and what people are reminded of. */
export function channelNotes(history: IncidentHistory, after = 0): Change[] {
  return tell(history, after, noteWords);
}

/** The version of the last event that is told as one of these; 0: there is none. */
export function lastTold({ events }: IncidentHistory, ...as: ("change" | "note")[]): number {
  return events.findLast(({ event }) => as.some((place) => isTold(event, place)))?.version ?? 0;
}

function isTold({ type }: IncidentEvent, as: "change" | "note"): boolean {
  const places: readonly string[] = Object.hasOwn(told, type) ? told[type as keyof typeof told] : [];
  return places.includes(as);
}

/** Tells each event in the light of the incident as it stood right after it, so that a told change never changes. */
function tell(
  history: IncidentHistory,
  after: number,
  words: (recorded: Recorded<IncidentEvent>, incident: Incident) => Words | null,
): Change[] {
  // Most passes have nothing to tell, and need not fold anything.
  if (lastTold(history, "change", "note") <= after) return [];
  return Iterator.from(history.chapters(after))
    .flatMap(({ recorded, state }): Change[] => {
      const found = words(recorded, state);
      if (!found) return [];
      const asks = askOf(recorded.event);
      return [{ version: recorded.version, at: recorded.at, words: found, ...(asks && { asks }) }];
    })
    .toArray();
}

type Light = { incident: Incident; at: Instant; wording: AudienceWording; common: Values };

const words: ByType<ToldIn<"change">, [Light], Words> = {
  "incident.declared": (event, { at, common, wording }) =>
    fillWords(wording.declared, { ...common, next_update: next(event.updates, at) }),
  "incident.updated": (event, { at, common, wording }) =>
    fillWords(event.status ? wording.status_changed : wording.updated, {
      ...common,
      update: updateText(event),
      next_update: next(event.updates, at),
    }),
  "severity.changed": (event, { common, wording }) =>
    fillWords(wording.severity_changed, {
      ...common,
      previous_severity: event.from,
      reason: sentence(event.reason ?? ""),
    }),
  // The same for everybody: what was lost, and that it is back.
  "rows.replayed": (event, { incident }) => `${spokenName(incident)}: ${sentence(replayedText(event))}`,
  "incident.resolved": (event, { incident, common, wording }) =>
    fillWords(event.despiteFailing ? wording.resolved_despite : wording.resolved, {
      ...common,
      verdict: event.evidence ? sentence(event.evidence.diagnosis.verdict) : null,
      duration: durationText(durations(incident).toResolve ?? 0),
      resolution: sentence(event.resolution),
    }),
  "incident.reopened": (event, { at, common, wording }) =>
    fillWords(wording.reopened, {
      ...common,
      reason: event.reason,
      next_update: next(event.updates, at),
    }),
};

function changeWords(
  { event, at, by }: Recorded<IncidentEvent>,
  incident: Incident,
  wording: AudienceWording,
): Words | null {
  const { severity, status } = incident;
  const common = {
    incident: spokenName(incident),
    subject: failedSubject(incident),
    since: nearMoment(incident.beganAt ?? incident.detectedAt, at),
    title: incident.title,
    severity,
    status: statusText(status),
    status_meaning: statusMeaning(incident, wording),
    impact: incident.impact || null,
    affected: incident.affected || null,
    lead: incident.lead,
    by,
    advice: wording.advice[severity],
  };
  return callByType(words, event, { incident, at, wording, common }) ?? null;
}

function updateText({ text, action }: IncidentEvent & { type: "incident.updated" }): string {
  return [sentence(text), action ? `Done: ${sentence(action)}` : ""].filter(Boolean).join(" ");
}

function next(clock: UpdateClock | null, now: Instant): Moment | null {
  return clock && nearMoment(clock.dueAt, now);
}
