import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { WalkEvent } from "./walk-events.ts";
import {
  currentLeaf,
  type Leaf,
  type LeftLeaf,
  type PathStep,
  type Position,
  type WalkState,
} from "./walk-state.ts";

/** A walk's event as the record keeps it. */
export type RecordedWalkEvent = { at: Instant; by: Actor; event: WalkEvent };

/** The walk after an event. Reads nothing but state and event, and never throws. */
export function evolveWalk(state: WalkState, { at, by, event }: RecordedWalkEvent): WalkState {
  switch (event.type) {
    case "walk.started":
      return moveTo({ ...state, entry: event.entry, startedBy: by, rejected: [] }, [], event.next);
    case "walk.restarted":
      return moveTo({ ...state, entry: event.entry }, [], event.next);
    case "walk.answered": {
      const { question, answer, how, detour, open } = event;
      const step = { by, at, detour, question, answer, how, ...(open && { open }) };
      return moveTo(state, [...state.path, step], event.next);
    }
    case "walk.did_not_help": {
      const leaf = currentLeaf(state);
      const detour = state.position?.detour ?? "none";
      const tried: PathStep[] = leaf ? [{ by, at, detour, leaf }] : [];
      return moveTo(state, [...state.path, ...tried], event.next, "did_not_help");
    }
    case "walk.withdrawn": {
      const rejected = event.rejects ? [...state.rejected, event.rejects] : state.rejected;
      return moveTo({ ...state, rejected }, state.path.slice(0, event.keep), event.next);
    }
    case "walk.step_ticked": {
      const others = state.ticks.filter(({ step }) => step !== event.step);
      return { ...state, ticks: [...others, { step: event.step, by, at, how: event.how }] };
    }
    case "walk.step_unticked":
      return { ...state, ticks: state.ticks.filter(({ step }) => step !== event.step) };
    case "walk.severity_kept":
      return { ...state, severityKept: { by, at, severity: event.kept } };
  }
}

function moveTo(
  state: WalkState,
  path: PathStep[],
  position: Position,
  because: LeftLeaf["because"] = "went_elsewhere",
): WalkState {
  const leaf = currentLeaf(state);
  const left = leaf ? [...without(state.left, leaf), { leaf, ticks: state.ticks, because }] : state.left;
  const moved = { ...state, path, position, revision: state.revision + 1, severityKept: null };
  if (!("leaf" in position)) return { ...moved, left, ticks: [] };
  const next = position.leaf;
  const before = left.find((one) => one.leaf.resolution === next.resolution)?.ticks ?? [];
  const ticks = before.filter((tick) => next.steps.some(({ id }) => id === tick.step));
  return { ...moved, left: without(left, next), ticks };
}

function without(left: LeftLeaf[], { resolution }: Leaf): LeftLeaf[] {
  return left.filter(({ leaf }) => leaf.resolution !== resolution);
}
