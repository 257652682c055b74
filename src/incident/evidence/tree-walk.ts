import type { Context } from "../../record/decider.ts";
import type { Runbook } from "../../runbook/schema.ts";
import { decideWalk } from "../../walk/walk.ts";
import type { WalkCommand, WalkEvent } from "../../walk/walk-events.ts";
import type { WalkDecision } from "../../walk/walk-refusal.ts";
import type { WalkState } from "../../walk/walk-state.ts";
import type { Diagnosis } from "./evidence.ts";

/** What walks through the tree are decided by. Evidence older than `freshMinutes` answers nothing. */
export type TreeRules = { runbook: Runbook; freshMinutes: number };

type Given = Context<{ tree: TreeRules }>;

/** Decides on a walk, with what the latest diagnosis can answer. */
export function decideOnWalk(
  walk: WalkState,
  command: WalkCommand,
  diagnosis: Pick<Diagnosis, "answers"> | null | undefined,
  { now, by, rules: { tree } }: Given,
): WalkDecision {
  const evidence = diagnosis?.answers ?? {};
  return decideWalk(tree.runbook, walk, command, { now, by, evidence, freshMinutes: tree.freshMinutes });
}

/** What a new diagnosis answers on a walk that is under way. */
export function answersFrom(
  diagnosis: Pick<Diagnosis, "answers">,
  walk: WalkState,
  given: Given,
): WalkEvent[] {
  if (!walk.entry) return [];
  const decision = decideOnWalk(walk, { type: "use_evidence" }, diagnosis, given);
  return "events" in decision ? decision.events : [];
}
