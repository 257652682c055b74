import { describe, expect, test } from "vitest";
import { incidentFacts } from "../../src/figures/incident-facts.ts";
import type { IncidentEvent } from "../../src/incident/events.ts";
import { type IncidentHistory, incident } from "../../src/incident/incident.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { evolveRun, initialRun } from "../../src/incident/triage-run/state.ts";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { fold, historyOf, type Recorded } from "../../src/record/decider.ts";
import { changes, channelNotes } from "../../src/telling/changes.ts";
import { reminders } from "../../src/telling/reminders.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { builtIn } from "../runbook/support/walking.ts";
import { at, lead, responder } from "../support/given.ts";
import { declared, limitReached, rules, upon } from "../support/incidents.ts";

/** Kinds of events that only a newer bot knows, in the families this one has. */
const unknownTypes = [
  "incident.painted",
  "walk.rewound",
  "watch.paused",
  "entry.starred",
  "response.postponed",
  "update.scheduled",
  "action_item.moved",
  "postmortem.reviewed",
  "triage.replayed",
  "something.else",
];

const known = [
  [2, { type: "take_lead" }, responder],
  [3, { type: "record_channel", channel: "C1", name: "inc-12" }, lead],
  [4, { type: "record_triage", evidence: limitReached(at(4)) }, lead],
  [5, { type: "walk", command: { type: "start", entry: "enrichment_not_running" } }, lead],
  [6, { type: "start_watch", what: "Hit rate", unit: "%", everyMinutes: 15, forMinutes: 60 }, lead],
  [7, { type: "add_action_item", text: "Alert", dueAt: at(500) }, lead],
  [40, { type: "tick" }, lead],
  [41, { type: "update", text: "Still at it" }, lead],
  [90, { type: "resolve", resolution: "Replaced", despiteFailing: true }, lead],
] as const;
const story = known.reduce((told, [minute, command, by]) => upon(told, minute, command, by), declared());

/** The stream as an old bot reads it while a new one is at work beside it. */
const mixed = story.stream.flatMap((recorded, i): Recorded<IncidentEvent>[] => {
  const event = { type: unknownTypes[i % unknownTypes.length], watch: "W1", item: "A1", late: true };
  return [recorded, { ...recorded, by: lead, event: event as unknown as IncidentEvent }];
});
const renumbered = mixed.map((recorded, i) => ({ ...recorded, version: i + 1 }));

describe("Beside a newer bot, events of kinds not known here", () => {
  test("are in the story, each of them", () => {
    const types = new Set(renumbered.map(({ event }) => event.type as string));
    expect(unknownTypes.filter((type) => !types.has(type))).toEqual([]);
  });

  test("leave the state as it is", () => {
    expect(fold(incident, renumbered)).toEqual(fold(incident, story.stream));
  });

  test("change nothing of what is told", () => {
    const wording = builtIn.wording.audiences.responders;
    const telling = historyOf(incident, renumbered);
    const words = (history: IncidentHistory) =>
      [...changes(history, wording), ...channelNotes(history)].map((told) => told.words);
    expect(words(telling)).toEqual(words(story.history));
    expect(timeline(renumbered)).toEqual(timeline(story.stream));
    const asked = (history: IncidentHistory) =>
      reminders(history).map(({ version: _, ...reminder }) => reminder);
    expect(asked(telling)).toEqual(asked(story.history));
  });

  test("change no summary, no figure, no postmortem", () => {
    const both = [story.stream, renumbered].map((stream) => ({
      summary: summariseIncident("INC-12", fold(incident, stream)),
      facts: incidentFacts(stream, at(100)),
      postmortem: postmortem(stream, { now: at(100), redact: (text) => text }),
    }));
    expect(both[1]).toEqual(both[0]);
  });

  test("do not keep this bot from deciding on what follows", () => {
    const decision = incident.decide(
      fold(incident, renumbered),
      { type: "reopen", reason: "It is back" },
      { now: at(100), by: lead, rules },
    );
    expect(decision).toMatchObject({ events: [{ type: "incident.reopened" }] });
  });

  test("leave a triage run as it is", () => {
    const event = { type: "triage.replayed" } as never;
    expect(evolveRun(initialRun, { version: 1, at: at(0), by: lead, event })).toEqual(initialRun);
  });
});
