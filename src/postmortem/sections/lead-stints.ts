import type { IncidentEvent } from "../../incident/events.ts";
import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { Recorded } from "../../record/decider.ts";

/** A stretch of time somebody led; `until` is null while they lead. */
type LeadStint = { lead: Actor; from: Instant; until: Instant | null };

/** Who led, and from when until when, in order. A lead's stint ends with the incident. */
export function leadStints(stream: readonly Recorded<IncidentEvent>[]): LeadStint[] {
  const stints: LeadStint[] = [];
  const end = (at: Instant) => {
    const last = stints.at(-1);
    if (last && last.until === null) last.until = at;
    return last?.lead;
  };
  for (const { at, event } of stream) {
    if (event.type === "incident.declared" && event.lead)
      stints.push({ lead: event.lead, from: at, until: null });
    if (event.type === "lead.changed") {
      end(at);
      stints.push({ lead: event.to, from: at, until: null });
    }
    if (event.type === "incident.resolved") end(at);
    const before = stints.at(-1);
    if (event.type === "incident.reopened" && before) stints.push({ ...before, from: at, until: null });
  }
  return stints;
}
