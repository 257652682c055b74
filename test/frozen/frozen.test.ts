import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import type { IncidentEvent } from "../../src/incident/events.ts";
import { incidentEventTypes } from "../../src/incident/evolve/evolve.ts";
import { incident } from "../../src/incident/incident.ts";
import { triageRun } from "../../src/incident/triage-run/decider.ts";
import type { TriageEvent } from "../../src/incident/triage-run/events.ts";
import { triageEventTypes } from "../../src/incident/triage-run/state.ts";
import { picture } from "../../src/postmortem/picture/picture.ts";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { postmortemJson, postmortemNumbers } from "../../src/postmortem/postmortem-json.ts";
import { postmortemMarkdown } from "../../src/postmortem/postmortem-markdown.ts";
import { supportPacket } from "../../src/postmortem/support-packet.ts";
import { historyOf, type Recorded } from "../../src/record/decider.ts";
import type { StoredEvent } from "../../src/record/ports.ts";
import { desiredTriage } from "../../src/slack/features/triage/triage-desired.ts";
import { desiredIncident, type IncidentView } from "../../src/slack/features/update/incident-desired.ts";
import { upcast, upcasters } from "../../src/store/schema/upcast.ts";
import { channelNotes } from "../../src/telling/changes.ts";
import { reminders } from "../../src/telling/reminders.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { walkEventTypes } from "../../src/walk/evolve-walk.ts";
import { builtIn } from "../runbook/support/walking.ts";
import { factsOf } from "../support/record-facts.ts";

// Records as released versions wrote them. They are never changed: what was stored must be read for ever. A new kind
// of event, or a new field of one, goes into test/support/every-event.ts and then, by `npm run freeze`, in here.

type Row = Recorded<StoredEvent> & { format: number };
type Frozen = { kind: "incident" | "triage"; events: Row[]; facts: { [name: string]: object } };

const files = globSync("*.json", { cwd: import.meta.dirname }).toSorted();
const read = (file: string): [string, Frozen][] =>
  Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")));
const records = files.flatMap((file) =>
  read(file).map(([stream, frozen]) => ({ name: `${basename(file, ".json")} ${stream}`, stream, ...frozen })),
);

/** As the store reads them. */
const upcasted = ({ events }: Frozen) =>
  events.map(({ format, event, ...row }) => ({ ...row, event: upcast(upcasters, event, format) }));

const view: IncidentView = {
  config: configSchema.parse({ incident: { announcements_channel: "C0123ABCD" } }).incident,
  runbook: builtIn,
  onCall: async () => [],
  membersNow: async () => [],
  paper: { redact: (text) => text, drawPicture: async () => new Uint8Array() },
};

describe.each(records)("A record frozen by $name", (frozen) => {
  const events = upcasted(frozen);

  test("comes to the same facts", () => {
    const facts = JSON.parse(JSON.stringify(factsOf(frozen.kind, frozen.stream, events)));
    for (const [name, was] of Object.entries(frozen.facts)) expect(facts[name], name).toMatchObject(was);
  });

  test("is told and shown without an error, as it stood after each of its events", () => {
    for (const { version } of events) {
      const known = events.slice(0, version) as Recorded<unknown>[];
      const shown =
        frozen.kind === "incident"
          ? showIncident(known as Recorded<IncidentEvent>[])
          : showTriage(frozen.stream, known as Recorded<TriageEvent>[]);
      expect(JSON.stringify(shown)).not.toMatch(/undefined|NaN|\[object|Invalid Date/);
    }
  });
});

function showIncident(events: Recorded<IncidentEvent>[]): unknown[] {
  const history = historyOf(incident, events);
  const options = { now: events.at(-1)!.at, redact: view.paper.redact };
  const told = postmortem(events, options);
  return [
    desiredIncident(history, view).map((slot) => (slot.kind === "feed" ? slot.lines(0) : slot)),
    timeline(events),
    channelNotes(history),
    reminders(history),
    postmortemMarkdown(told),
    postmortemJson(told, postmortemNumbers(events, options.now)),
    picture(events, options),
    supportPacket(events, options),
  ];
}

function showTriage(stream: string, events: Recorded<TriageEvent>[]): unknown[] {
  return desiredTriage(stream, historyOf(triageRun, events).state);
}

describe("The frozen records", () => {
  const frozenTypes = (kind: string) =>
    new Set(
      records
        .filter((one) => one.kind === kind)
        .flatMap(({ events }) => events.map(({ event }) => event.type)),
    );

  test.each([
    ["incident", [...incidentEventTypes, ...walkEventTypes, "record.rewritten"]],
    ["triage", [...triageEventTypes, "walk.started", "walk.answered", "walk.step_ticked"]],
  ])("of %s hold every event; add a missing one to every-event.ts, then `npm run freeze`", (kind, types) => {
    const frozen = frozenTypes(kind);
    expect(types.filter((type) => !frozen.has(type))).toEqual([]);
  });
});
