import type { IncidentEvent } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import type { Actor } from "../../src/lib/actor.ts";
import { addMinutes, type Instant } from "../../src/lib/time.ts";
import { fold, type Recorded } from "../../src/record/decider.ts";
import type { Append } from "../../src/record/ports.ts";
import { openStore } from "../../src/store/open-store.ts";

/** A store after a short history, and one after years: what is compared. */
export const few = 100;
export const many = 10_000;

export const eventsEach = 60;
/** Open incidents, and those after which something is left to do, do not grow with the years. */
export const openAtOnce = 20;

export const start: Instant = "2020-01-06T09:00:00.000Z";
export const responder: Actor & { kind: "person" } = { kind: "person", id: "U1", name: "responder" };

/** Opens an SQLite store with so many incidents of a usual size, the newest of them open. */
export async function openFilled(file: string, incidents: number): Promise<Store> {
  const store = await openStore<Summary>({ file });
  for (let number = 1; number <= incidents; number++) {
    await store.append(anIncident(number, number > incidents - openAtOnce));
  }
  return store;
}

/** An incident with events of a usual size, all in one append. */
export function anIncident(number: number, open: boolean): Append {
  const stream = `INC-${number}`;
  const startedAt = addMinutes(start, number * 60);
  const events = happened(number, open).map(
    (event, i): Recorded<IncidentEvent> => ({
      version: i + 1,
      at: addMinutes(startedAt, i),
      by: responder,
      event,
    }),
  );
  const summary = summariseIncident(stream, fold(incident, events));
  const dueAt = open ? startedAt : null;
  return { stream, kind: "incident", expectedVersion: 0, events, summary, dueAt };
}

function happened(number: number, open: boolean): IncidentEvent[] {
  const startedAt = addMinutes(start, number * 60);
  const first: IncidentEvent[] = [
    {
      type: "incident.declared",
      number,
      title: `Webhook refuses rows, case ${number}`,
      severity: "P2",
      impact: "New leads are not enriched",
      affected: "Lead routing",
      detection: "alert",
      detectedAt: startedAt,
      private: false,
      drill: false,
      runbookHash: "bench",
      lead: responder,
      response: null,
      updates: null,
    },
    { type: "channel.opened", channel: `C${number}`, name: `inc-${number}` },
  ];
  const last: IncidentEvent = open
    ? { type: "action_item.added", item: "A1", text: "Alert before the limit", owner: responder }
    : {
        type: "incident.resolved",
        resolution: "A new webhook",
        despiteFailing: false,
        offerArchiveAt: addMinutes(startedAt, 4320),
      };
  const notes = Array.from(
    { length: eventsEach - first.length - 1 },
    (_, i): IncidentEvent => ({
      type: "note.added",
      text: `Note ${i}: rows arrive again, ${"checking the next table ".repeat(8)}`,
    }),
  );
  return [...first, ...notes, last];
}
