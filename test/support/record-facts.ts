import { incidentFacts } from "../../src/figures/incident-facts.ts";
import { promisesOf } from "../../src/figures/promises.ts";
import type { IncidentEvent } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { summariseTriage, triageRun } from "../../src/incident/triage-run/decider.ts";
import type { TriageEvent } from "../../src/incident/triage-run/events.ts";
import { postmortemNumbers } from "../../src/postmortem/postmortem-json.ts";
import { fold, type Recorded } from "../../src/record/decider.ts";

type Facts = { state: object; summary: object; [counted: string]: unknown };

/**
 * What a record comes to, in facts and numbers, without a word the bot chooses. A field of a state that is renamed
 * gets its old name here as well: the frozen records ask for it.
 */
export function factsOf(kind: "incident" | "triage", stream: string, events: Recorded<unknown>[]): Facts {
  return kind === "incident"
    ? ofIncident(stream, events as Recorded<IncidentEvent>[])
    : ofTriage(stream, events as Recorded<TriageEvent>[]);
}

function ofIncident(stream: string, events: Recorded<IncidentEvent>[]): Facts {
  const state = fold(incident, events);
  const now = events.at(-1)!.at;
  return {
    state,
    summary: summariseIncident(stream, state),
    figures: incidentFacts(events, now),
    promises: promisesOf(events, now),
    numbers: postmortemNumbers(events, now),
  };
}

function ofTriage(stream: string, events: Recorded<TriageEvent>[]): Facts {
  const state = fold(triageRun, events);
  return { state, summary: summariseTriage(stream, state) };
}
