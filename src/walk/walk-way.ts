import type { Runbook, Target } from "../runbook/schema.ts";
import { has } from "../runbook/tree.ts";
import type { WalkContext } from "./walk-evidence.ts";
import type { Detour, PathStep, Position, WalkState } from "./walk-state.ts";
import { openBranches } from "./walk-state.ts";
import { askedQuestion, leafOf } from "./walk-words.ts";

/**
 * Where a target brings a walk: to the first question on that way nobody has answered, or the first resolution
 * nobody has tried. Undefined when the runbook has changed and the way leads nowhere any more.
 */
export function arrive(
  runbook: Runbook,
  path: readonly PathStep[],
  target: Target,
  detour: Detour,
  context: WalkContext,
): Position | undefined {
  let here = target;
  // Steps taken under different versions of a runbook might lead in a circle; no way passes a step twice.
  for (let hops = 0; hops <= path.length && has(runbook, here); hops++) {
    const onwards =
      "question" in here ? answeredTarget(path, here.question) : triedTarget(runbook, path, here.resolution);
    if (!onwards) return positionAt(runbook, path, here, detour, context);
    here = onwards;
  }
  return undefined;
}

function positionAt(
  runbook: Runbook,
  path: readonly PathStep[],
  target: Target,
  detour: Detour,
  context: WalkContext,
): Position {
  if ("question" in target) return { detour, question: askedQuestion(runbook, target.question, context) };
  const leaf = leafOf(runbook, target.resolution, openBranches(path));
  // A detour leads back to the main line, even from the last resort.
  return { detour, leaf: { ...leaf, leadsOn: leaf.leadsOn || detour !== "none" } };
}

function triedTarget(runbook: Runbook, path: readonly PathStep[], resolution: string): Target | null {
  const wasTried = path.some((step) => "leaf" in step && step.leaf.resolution === resolution);
  return wasTried ? runbook.resolutions[resolution]!.otherwise : null;
}

function answeredTarget(path: readonly PathStep[], question: string): Target | undefined {
  const step = path.find((one) => "question" in one && one.question.id === question);
  if (!step || !("question" in step)) return undefined;
  return step.question.choices.find(({ id }) => id === step.answer.id)?.leadsTo;
}

/** The way in of a walk: its own, or the runbook's first if that is gone. */
export function wayIn(runbook: Runbook, entry: string): { id: string; title: string; target: Target } {
  const id = Object.hasOwn(runbook.entries, entry) ? entry : Object.keys(runbook.entries)[0]!;
  const { title, starts_at } = runbook.entries[id]!;
  return { id, title, target: { question: starts_at } };
}

/** Back on the main line after a detour: from the way in, past all that has been answered. */
export function resume(
  runbook: Runbook,
  state: WalkState,
  path: readonly PathStep[],
  context: WalkContext,
): Position | undefined {
  return arrive(runbook, path, wayIn(runbook, state.entry?.id ?? "").target, "none", context);
}
