import type { MadePromise } from "../../figures/promises.ts";
import type { IncidentEvent } from "../../incident/events.ts";
import type { Incident } from "../../incident/state.ts";
import type { Instant } from "../../lib/time.ts";
import { dateTime, type Moment, time } from "../../lib/words.ts";
import type { Recorded } from "../../record/decider.ts";

/** All that the sections are told from: the record, the incident it makes, and what became of its promises. */
export type Story = {
  stream: readonly Recorded<IncidentEvent>[];
  incident: Incident;
  promises: readonly MadePromise[];
  now: Instant;
};

/** A moment told right after another: on the same day its time says enough. */
export function momentAfter(told: Instant, at: Instant): Moment {
  return told.slice(0, 10) === at.slice(0, 10) ? time(at) : dateTime(at);
}
