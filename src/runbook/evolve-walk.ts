import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { WalkEvent } from "./walk-events.ts";
import { currentLeaf, type PathStep, type Position, type WalkState } from "./walk-state.ts";

/** A walk's event as the record keeps it. */
export type RecordedWalkEvent = { at: Instant; by: Actor; event: WalkEvent };

/** The walk after an event. Reads nothing but state and event, and never throws. */
export function evolveWalk(state: WalkState, { at, by, event }: RecordedWalkEvent): WalkState {
  switch (event.type) {
    case "walk.started":
      return moveTo({ ...state, entry: event.entry, rejected: [] }, [], event.next);
    case "walk.restarted":
      return moveTo({ ...state, entry: event.entry }, [], event.next);
    case "walk.answered": {
      const { question, answer, how, detour, open } = event;
      const step = { by, at, detour, question, answer, how, ...(open && { open }) };
      return moveTo(state, [...state.path, step], event.next);
    }
    case "walk.did_not_help":
      return moveTo(state, [...state.path, ...leftBehind(state, at, by)], event.next);
    case "walk.withdrawn": {
      const reopened = state.path[event.keep];
      const kept = moveTo(state, state.path.slice(0, event.keep), event.next);
      const rejected = event.rejects ? [...state.rejected, event.rejects] : state.rejected;
      return { ...kept, rejected, ticks: reopened && "ticks" in reopened ? reopened.ticks : [] };
    }
    case "walk.step_ticked": {
      const others = state.ticks.filter(({ step }) => step !== event.step);
      return { ...state, ticks: [...others, { step: event.step, by, at, how: event.how }] };
    }
    case "walk.step_unticked":
      return { ...state, ticks: state.ticks.filter(({ step }) => step !== event.step) };
  }
}

function moveTo(state: WalkState, path: PathStep[], position: Position): WalkState {
  return { ...state, path, position, revision: state.revision + 1, ticks: [] };
}

function leftBehind(state: WalkState, at: Instant, by: Actor): PathStep[] {
  const leaf = currentLeaf(state);
  return leaf ? [{ by, at, detour: state.position?.detour ?? "none", leaf, ticks: state.ticks }] : [];
}
