import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { Recorded } from "../../record/decider.ts";
import type { MonitorEvent, Muted } from "./events.ts";

export type Mute = { mute: string; targets: Muted; until: Instant; why: string; by: Actor; at: Instant };
export type Gap = { from: Instant; to: Instant };

/** What people decided of monitoring, and which episode is the newest. One record for all replicas. */
export type MonitorState = {
  begunAt: Instant | null;
  /** Those that may still hold, oldest first. */
  mutes: Mute[];
  /** Mutes given so far: they are named by number. */
  mutesGiven: number;
  /** Episodes opened so far: they are named by number. */
  episodes: number;
  /** The newest episode of each scope; "" is the common one, else a drill's incident. */
  groups: Record<string, { episode: number; at: Instant }>;
  /** The newest stretch in which nobody looked. */
  gap: Gap | null;
};

export const initialMonitor: MonitorState = {
  begunAt: null,
  mutes: [],
  mutesGiven: 0,
  episodes: 0,
  groups: {},
  gap: null,
};

/** Folds one event into the state. */
export function evolveMonitor(state: MonitorState, { at, by, event }: Recorded<MonitorEvent>): MonitorState {
  switch (event.type) {
    case "monitor.begun":
      return { ...state, begunAt: at };
    case "monitor.muted": {
      const { mute, targets, until, why } = event;
      const running = state.mutes.filter((other) => other.until > at);
      return {
        ...state,
        mutes: [...running, { mute, targets, until, why, by, at }],
        mutesGiven: state.mutesGiven + 1,
      };
    }
    case "monitor.unmuted":
      return { ...state, mutes: state.mutes.filter(({ mute }) => mute !== event.mute) };
    case "monitor.grouped": {
      const { episode, scope } = event;
      return { ...state, episodes: episode, groups: { ...state.groups, [scope]: { episode, at } } };
    }
    case "monitor.gap":
      return { ...state, gap: { from: event.from, to: event.to } };
  }
  // An event of the store's own, as that of a rewrite.
  return state;
}

/** The mutes that hold at a moment. */
export function runningMutes({ mutes }: MonitorState, now: Instant): Mute[] {
  return mutes.filter(({ until }) => until > now);
}
