import { evolveWalk } from "../../walk/evolve-walk.ts";
import type { WalkEvent } from "../../walk/walk-events.ts";
import type { Leaf, Tick, WalkState } from "../../walk/walk-state.ts";
import { currentLeaf } from "../../walk/walk-state.ts";
import type { Incident, Mark, Step } from "../state.ts";

/** Folds a step of the walk. What was ticked stays done when the walk leaves its checklist. */
export function evolveOnWalk(incident: Incident, event: WalkEvent, mark: Mark): Incident {
  const walk = evolveWalk(incident.walk, { ...mark, event });
  return { ...incident, walk, steps: tickedSteps(incident.steps, event, mark) };
}

/** What is ticked on the checklists of a walk made before the incident. */
export function stepsOf(walk: WalkState): Record<string, Step> {
  const left = walk.left.flatMap(({ leaf, ticks }) => ticksOf(leaf, ticks));
  const leaf = currentLeaf(walk);
  return Object.fromEntries([...left, ...(leaf ? ticksOf(leaf, walk.ticks) : [])]);
}

function ticksOf(leaf: Leaf, ticks: Tick[]): [string, Step][] {
  return ticks.flatMap(({ step: id, at, by }) => {
    const step = leaf.steps.find((other) => other.id === id);
    return step
      ? [[`${leaf.resolution}/${id}`, { at, by, text: step.did ?? step.do, action: step.action }]]
      : [];
  });
}

function tickedSteps(steps: Record<string, Step>, event: WalkEvent, mark: Mark): Record<string, Step> {
  if (event.type === "walk.step_ticked") {
    const { resolution, step, text, action } = event;
    return { ...steps, [`${resolution}/${step}`]: { ...mark, text, action } };
  }
  if (event.type !== "walk.step_unticked") return steps;
  const { [`${event.resolution}/${event.step}`]: _, ...others } = steps;
  return others;
}
