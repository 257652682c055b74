import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { WalkEvent } from "../../walk/walk-events.ts";
import type { Diagnosis, ProbeKind, ProbeResult } from "../evidence/evidence.ts";

/** A probe a run is going to make, as it is shown before its result is there. */
export type PlannedProbe = { probe: string; kind: ProbeKind; name: string; target: string };

/**
 * A place that shows a run, and who asked for it there. `incident` is the stream that wants the result. `quiet`: only
 * the result is wanted there, no message.
 */
export type Viewer = { channel: string; by: Actor; threadTs?: string; incident?: string; quiet?: true };

export type TriageEvent =
  /**
   * `drill` names the state of affairs a drill is played with; the real Clay is not asked. `privateTo` is the private
   * incident it was asked for in.
   */
  | { type: "triage.requested"; probes: PlannedProbe[]; viewer: Viewer; drill?: string; privateTo?: string }
  | { type: "viewer.added"; viewer: Viewer }
  | { type: "triage.started" }
  | { type: "probe.finished"; result: ProbeResult }
  /** `meters`: what was left of what runs out, a line each. */
  | { type: "triage.finished"; diagnosis: Diagnosis; meters?: string[] }
  | { type: "triage.interrupted"; startedAt: Instant | null }
  | { type: "test_row.requested"; probe: string; name: string }
  | { type: "test_row.finished"; probe: string; result: ProbeResult; diagnosis: Diagnosis }
  | { type: "test_row.unclear"; probe: string }
  | { type: "diagnosis.taken"; from: string; diagnosis: Diagnosis }
  | { type: "triage.declared"; incident: string }
  | WalkEvent;
