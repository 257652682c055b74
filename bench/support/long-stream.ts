import { configSchema } from "../../src/config/schema.ts";
import type { IncidentEvent } from "../../src/incident/events.ts";
import { type IncidentHistory, incident } from "../../src/incident/incident.ts";
import { type Summary, summariseIncident } from "../../src/incident/summary.ts";
import { addMinutes, type Instant } from "../../src/lib/time.ts";
import { picture } from "../../src/postmortem/picture/picture.ts";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { postmortemMarkdown } from "../../src/postmortem/postmortem-markdown.ts";
import { fold, type Recorded } from "../../src/record/decider.ts";
import { createStates } from "../../src/record/states.ts";
import { loadRunbook } from "../../src/runbook/load.ts";
import { incidentKind } from "../../src/service/incidents.ts";
import { desiredIncident, type IncidentView } from "../../src/slack/features/update/incident-desired.ts";
import { openStore } from "../../src/store/open-store.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { rules } from "../../test/support/incidents.ts";
import { anIncident, responder, start } from "./filled-store.ts";

/** What a long record cost: MB resident more than before it was read, in the end and at most. */
export type LongStream = {
  events: number;
  foldMs: number;
  passMs: number;
  keptMb: number;
  highestMb: number;
};

const stream = "INC-1";
const weekMinutes = 7 * 24 * 60;
const noteCount = 50_000;

/** A figure asked for and recorded each minute for a week. */
function week(): IncidentEvent[] {
  const endsAt = addMinutes(start, weekMinutes + 60);
  const watch = "W1";
  const minutes = Array.from({ length: weekMinutes }, (_, minute): IncidentEvent[] => [
    { type: "watch.asked", watch, late: false },
    { type: "watch.recorded", watch, value: minute % 97, normal: false },
  ]);
  return [
    { type: "watch.started", watch, what: "Rows waiting", unit: "count", everyMinutes: 1, endsAt },
    ...minutes.flat(),
  ];
}

const notes = (): IncidentEvent[] =>
  Array.from({ length: noteCount }, (_, i) => ({ type: "note.added", text: `Note ${i}: rows arrive again` }));

async function fill(file: string, what: string): Promise<void> {
  const { events: first, ...append } = anIncident(1, true);
  const more = what === "week" ? week() : notes();
  const events = [...(first as Recorded<IncidentEvent>[]).slice(0, 2)];
  for (const event of more)
    events.push({
      version: events.length + 1,
      at: addMinutes(start, 60 + events.length / 2) as Instant,
      by: responder,
      event,
    });
  const store = await openStore<Summary>({ file });
  await store.append({ ...append, events, summary: summariseIncident(stream, fold(incident, events)) });
  await store.close();
}

async function measure(file: string): Promise<LongStream> {
  const store = await openStore<Summary>({ file });
  const kind = incidentKind(rules);
  const residentMb = () => process.memoryUsage.rss() / 2 ** 20;
  // What is loaded with the first record of any length is not the long one's.
  const seen = view();
  pass(await createStates(store).history(kind, "INC-2"), seen);
  gc?.();
  const before = residentMb();
  const states = createStates(store);
  let begun = performance.now();
  const { events } = await states.history(kind, stream);
  const foldMs = performance.now() - begun;
  // The first pass tells all that was ever asked.
  pass(await states.history(kind, stream), seen);
  begun = performance.now();
  pass(await states.history(kind, stream), seen);
  const passMs = performance.now() - begun;
  gc?.();
  const keptMb = residentMb() - before;
  exportAll(events);
  const highestMb = process.resourceUsage().maxRSS / 1024 - before;
  await store.close();
  return { events: events.length, foldMs, passMs, keptMb, highestMb };
}

/** What a pass of the work loop makes of it, of which all but the last lines were told before. */
function pass(history: IncidentHistory, seen: IncidentView): void {
  const slots = desiredIncident(history, seen);
  for (const slot of slots) if (slot.kind === "feed") slot.lines(history.events.length - 10);
  JSON.stringify(slots);
}

function exportAll(events: readonly Recorded<IncidentEvent>[]): void {
  const options = { now: events.at(-1)!.at, redact: (text: string) => text };
  timeline(events);
  postmortemMarkdown(postmortem(events, options));
  picture(events, options);
}

function view(): IncidentView {
  const read = loadRunbook();
  if ("problems" in read) throw new Error("The built-in runbook is not fit for use");
  return {
    config: configSchema.parse({ incident: { announcements_channel: "C0123ABCD" } }).incident,
    runbook: read.runbook,
    onCall: async () => [],
    membersNow: async () => [],
    paper: { redact: (text) => text, drawPicture: async () => new Uint8Array() },
  };
}

const [task, file = "", what = ""] = process.argv.slice(2);
if (task === "fill") await fill(file, what);
if (task === "measure") process.stdout.write(JSON.stringify(await measure(file)));
