import { system } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import { evolveWalk } from "../../walk/evolve-walk.ts";
import { currentLeaf, type Leaf, noWalk } from "../../walk/walk-state.ts";
import type { Diagnosis } from "./evidence.ts";
import { decideOnWalk, type TreeRules } from "./tree-walk.ts";

/** The resolution the tree leads to by what triage proves, without a question asked; undefined when it proves none. */
export function likelyLeaf(diagnosis: Diagnosis, tree: TreeRules, now: Instant): Leaf | undefined {
  const [entry] = Object.keys(tree.runbook.entries);
  if (!entry) return undefined;
  const context = { now, by: system, rules: { tree } };
  const decision = decideOnWalk(noWalk, { type: "start", entry }, diagnosis, context);
  if (!("events" in decision)) return undefined;
  return currentLeaf(
    decision.events.reduce((walk, event) => evolveWalk(walk, { at: now, by: system, event }), noWalk),
  );
}
