import { setImmediate as nextRound } from "node:timers/promises";
import { factsStandUntil, type IncidentFacts, incidentFacts } from "../figures/incident-facts.ts";
import type { IncidentEvent } from "../incident/events.ts";
import type { Store } from "../incident/store.ts";
import type { Instant } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";

/** The facts of incidents for figures, drills left out. */
export type Facts = {
  /** Of the incidents declared from `from` on, as they stand at `now`. */
  since(from: Instant, now: Instant): Promise<IncidentFacts[]>;
};

type Kept = { version: number; until: Instant | null; facts: IncidentFacts };

/**
 * Reads facts from the store. They are kept by the version of the record, and until a promise falls due: nothing is
 * read again of an incident in which nothing happened.
 */
export function createFacts(store: Pick<Store, "versions" | "load">): Facts {
  let kept = new Map<string, Kept>();

  async function read(stream: string, version: number, now: Instant): Promise<Kept> {
    // After a start there may be a thousand to read: between two of them others get their turn.
    await nextRound();
    const events = (await store.load(stream)) as Recorded<IncidentEvent>[];
    return { version, until: factsStandUntil(events, now), facts: incidentFacts(events, now) };
  }

  return {
    async since(from, now) {
      const keep: typeof kept = new Map();
      for (const { stream, version } of await store.versions("incident", from)) {
        const known = kept.get(stream);
        const stands = known?.version === version && (known.until === null || known.until >= now);
        keep.set(stream, stands ? known : await read(stream, version, now));
      }
      // What fell out of the window, or was deleted, is let go with the old map.
      kept = keep;
      return [...keep.values()].map(({ facts }) => facts).filter(({ drill }) => !drill);
    },
  };
}
