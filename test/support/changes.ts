import type { StreamKind, Summary } from "../../src/incident/summary.ts";
import type { Actor } from "../../src/lib/actor.ts";
import type { Recorded } from "../../src/record/decider.ts";
import type { Append, StoredEvent } from "../../src/record/ports.ts";

export const monday = "2026-11-23T09:00:00.000Z";
export const responder: Actor = { kind: "person", id: "U1", name: "Responder" };

/** A summary of INC-1, except for what is given. */
export function aSummary(given: Partial<Summary> = {}): Summary {
  return {
    stream: "INC-1",
    kind: "incident",
    number: 1,
    open: true,
    private: false,
    drill: false,
    severity: "P2",
    title: "Webhook refuses rows",
    status: "investigating",
    channelId: null,
    leadId: null,
    startedAt: monday,
    endedAt: null,
    nextUpdateAt: null,
    extra: {},
    ...given,
  };
}

/** An append of events of the given types to a stream at the given version. */
export function aChange(
  given: Partial<Omit<Append, "summary" | "events">> & {
    types?: string[];
    events?: StoredEvent[];
    at?: string;
    summary?: Partial<Summary>;
  } = {},
): Append {
  const {
    stream = "INC-1",
    kind = "incident",
    expectedVersion = 0,
    at = monday,
    dueAt = at,
    receipt,
  } = given;
  const bodies = given.events ?? (given.types ?? ["incident.noted"]).map((type) => ({ type }));
  const events = bodies.map(
    (event, index): Recorded<StoredEvent> => ({
      version: expectedVersion + 1 + index,
      at,
      by: responder,
      event,
    }),
  );
  const number = stream.startsWith("INC-") ? Number(stream.slice(4)) : null;
  const summary = aSummary({ stream, kind: kind as StreamKind, number, ...given.summary });
  return {
    stream,
    kind,
    expectedVersion,
    events,
    summary,
    dueAt,
    ...(receipt === undefined ? {} : { receipt }),
  };
}
