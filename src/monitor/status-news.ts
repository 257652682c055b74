import type { Instant } from "../lib/time.ts";

/** One thing a status page says of one of its incidents, at one time. */
export type StatusUpdate = {
  /** Names it among all updates of the page, the same each time the page is read. */
  key: string;
  incident: string;
  /** The page's word: "investigating", "resolved"… */
  status: string;
  /** What it says; empty when it says no more than the status. */
  body: string;
  at: Instant | null;
};

/** Work a status page announces. */
export type PlannedWork = { what: string; from: Instant; to: Instant };

/** What is new on a status page, as far as it says so in a form we know. */
export type StatusNews = { updates: StatusUpdate[]; planned: PlannedWork[] };

/** Tells whether an update says that its incident is over. */
export function isResolved({ status }: Pick<StatusUpdate, "status">): boolean {
  return ["resolved", "postmortem", "completed"].includes(status);
}
