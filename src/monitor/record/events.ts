import type { Instant } from "../../lib/time.ts";

/** What a mute is about: targets by name, or all of them. */
export type Muted = readonly string[] | "all";

export type MonitorEvent =
  | { type: "monitor.begun" }
  | { type: "monitor.muted"; mute: string; targets: Muted; until: Instant; why: string }
  | { type: "monitor.unmuted"; mute: string }
  /** The episode that whatever opens within a short time belongs to. */
  | { type: "monitor.grouped"; episode: number; scope: string }
  /** Nobody looked in this time. */
  | { type: "monitor.gap"; from: Instant; to: Instant };

export type MonitorCommand =
  | { type: "begin" }
  | { type: "mute"; targets: Muted; until: Instant; why: string }
  /** Without targets: every mute. */
  | { type: "unmute"; targets?: readonly string[] }
  /** Finds the episode for something that opens now, in a drill's channel or in the common one. */
  | { type: "group"; scope: string }
  | { type: "gap"; from: Instant; to: Instant }
  | { type: "tick" };
