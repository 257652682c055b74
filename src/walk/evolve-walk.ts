import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import { type ByType, callByType } from "../record/by-type.ts";
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

type Mark = { at: Instant; by: Actor };

const folds: ByType<WalkEvent, [WalkState, Mark], WalkState> = {
  "walk.started": ({ entry, next }, state, { by }) =>
    moveTo({ ...state, entry, startedBy: by, rejected: [] }, [], next),
  "walk.restarted": ({ entry, next }, state) => moveTo({ ...state, entry }, [], next),
  "walk.answered": ({ question, answer, how, detour, open, next }, state, mark) => {
    const step: PathStep = { ...mark, detour, question, answer, how, ...(open && { open }) };
    return moveTo(state, [...state.path, step], next);
  },
  "walk.did_not_help": ({ next }, state, mark) => {
    const leaf = currentLeaf(state);
    const detour = state.position?.detour ?? "none";
    const tried: PathStep[] = leaf ? [{ ...mark, detour, leaf }] : [];
    return moveTo(state, [...state.path, ...tried], next, "did_not_help");
  },
  "walk.withdrawn": ({ rejects, keep, next }, state) => {
    const rejected = rejects ? [...state.rejected, rejects] : state.rejected;
    return moveTo({ ...state, rejected }, state.path.slice(0, keep), next);
  },
  "walk.step_ticked": ({ step, how }, state, { by, at }) => {
    const others = state.ticks.filter((tick) => tick.step !== step);
    return { ...state, ticks: [...others, { step, by, at, how }] };
  },
  "walk.step_unticked": ({ step }, state) => ({
    ...state,
    ticks: state.ticks.filter((tick) => tick.step !== step),
  }),
  "walk.severity_kept": ({ kept }, state, { by, at }) => ({
    ...state,
    severityKept: { by, at, severity: kept },
  }),
};

/** The types of event a walk can bring. */
export const walkEventTypes: readonly string[] = Object.keys(folds);

/** Tells whether an event belongs to the walk of a record. One of a type not known here, from a newer bot, does not. */
export function isWalkEvent<E extends { type: string }>(event: E | WalkEvent): event is WalkEvent {
  return Object.hasOwn(folds, event.type);
}

/** The walk after an event. Reads nothing but state and event, and never throws. */
export function evolveWalk(state: WalkState, { at, by, event }: RecordedWalkEvent): WalkState {
  return callByType(folds, event, state, { at, by }) ?? state;
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
