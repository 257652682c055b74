import { type IncidentFacts, incidentFacts } from "../figures/incident-facts.ts";
import type { IncidentEvent } from "../incident/events.ts";
import type { Store } from "../incident/store.ts";
import type { Summary } from "../incident/summary.ts";
import type { Instant } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";
import { listAll } from "./list-all.ts";

/** The facts of incidents for figures, drills left out. */
export type Facts = {
  /** Of the incidents declared from `from` on, as they stand at `now`. */
  since(from: Instant, now: Instant): Promise<IncidentFacts[]>;
};

/**
 * Reads facts from the store. Those of incidents that are over are kept, since they stand; so only open incidents
 * are read again each time.
 */
export function createFacts(store: Pick<Store, "summaries" | "load">): Facts {
  let kept = new Map<string, { endedAt: Instant; facts: IncidentFacts }>();

  async function factsOf(summary: Summary, now: Instant): Promise<IncidentFacts> {
    const { stream, open, endedAt } = summary;
    const known = kept.get(stream);
    // Privacy is the one fact that may change when it is over.
    const stands = known?.endedAt === endedAt && known?.facts.private === summary.private;
    if (!open && known && stands) return known.facts;
    return incidentFacts((await store.load(stream)) as Recorded<IncidentEvent>[], now);
  }

  return {
    async since(from, now) {
      const found: IncidentFacts[] = [];
      const keep: typeof kept = new Map();
      for await (const summary of listAll(store, { kind: "incident" })) {
        if (summary.startedAt < from) break;
        if (summary.drill) continue;
        const facts = await factsOf(summary, now);
        found.push(facts);
        if (!summary.open && summary.endedAt !== null)
          keep.set(summary.stream, { endedAt: summary.endedAt, facts });
      }
      // What fell out of the window, or was deleted, is let go with the old map.
      kept = keep;
      return found;
    },
  };
}
