import type { WalkCommand } from "../../walk/walk-events.ts";
import type { Diagnosis, ProbeResult } from "../evidence/evidence.ts";
import type { TreeRules } from "../evidence/tree-walk.ts";
import type { PlannedProbe, Viewer } from "./events.ts";

export type TriageCommand =
  | { type: "request"; probes: PlannedProbe[]; viewer: Viewer; drill?: string; privateTo?: string }
  | { type: "add_viewer"; viewer: Viewer }
  /** Claims the run: of two processes that want to make its probes, one is refused with "already_started". */
  | { type: "start" }
  | { type: "record_probe"; result: ProbeResult }
  | { type: "finish"; diagnosis: Diagnosis; meters?: string[] }
  /** Consent to a test that adds a row. Whoever carries it out must be the one whose command was not refused. */
  | { type: "request_test_row"; probe: string }
  | { type: "record_test_row"; probe: string; result: ProbeResult; diagnosis: Diagnosis }
  /** A step on the walk through the tree, or a tick on its checklist. */
  | { type: "walk"; command: WalkCommand }
  /** What a later run found, for the walk that goes on here. */
  | { type: "take_diagnosis"; from: string; diagnosis: Diagnosis }
  | { type: "declared"; incident: string }
  | { type: "tick" };

/** What a run's walk is decided by. */
export type TriageRules = { tree: TreeRules };
