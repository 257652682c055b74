import type { Instant } from "../lib/time.ts";

/** Looks in a row that say the opposite of what counts. */
export type Row = { since: Instant; last: Instant; looks: number };

/**
 * All the judge remembers of a target: what counts, and what may be about to. Nothing in it grows, and while looks
 * confirm what counts nothing in it changes, so that it is written only when something happens.
 */
export type Memory = {
  broken: boolean;
  /** Since when that counts: the first look of the row that made it count. */
  since: Instant | null;
  row: Row | null;
  /** Changes of what counts within the flap window, oldest first. */
  changes: Instant[];
  unsteady: boolean;
  /** When people were last given notice that it broke; `quiet`: it broke again since, and they were not. */
  noticeAt: Instant | null;
  quiet: boolean;
  /** It was readable once, so that not being readable says something. */
  readable: boolean;
  unreadable: { since: Instant; told: boolean } | null;
  /** When people were last told that it cannot be read. */
  unreadableAt: Instant | null;
};

/** What is known of a target nobody has looked at. */
export const noMemory: Memory = {
  broken: false,
  since: null,
  row: null,
  changes: [],
  unsteady: false,
  noticeAt: null,
  quiet: false,
  readable: false,
  unreadable: null,
  unreadableAt: null,
};
