import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { PlannedProbe } from "../../incident/triage-run/events.ts";
import type { StatusNews } from "../../monitor/status-news.ts";

/** What one look brought; `news` of Clay's status page alone. */
export type Looked = { result: ProbeResult; news?: StatusNews };

/** Looks that write no row and spend no credit. */
export type Looking = {
  /** What can be looked at, in the order it is shown. */
  targets: readonly PlannedProbe[];
  /** Webhooks, which cannot be looked at without a row. */
  unwatched: readonly PlannedProbe[];
  /** Looks at the targets named, in the order named. Never rejects: what goes wrong is in the results. */
  look(probes: readonly string[]): Promise<Looked[]>;
};

/** Looking at the state of affairs a drill is played with; with null, at the real one. */
export type LookingFor = (drill: string | null) => Promise<Looking>;
