import type { Outcome, ProbeKind } from "../incident/evidence/evidence.ts";
import type { View } from "../record/ports.ts";

/** What the process tells of its own work, for whoever watches it. Must return at once and never throw. */
export type BotHealth = {
  /** Slack's request of this kind ("command", "action", "view", "event") was acked after so long. */
  acked(kind: string, milliseconds: number): void;
  /** Slack answered 429 to a call of this method. */
  rateLimited(method: string): void;
  /** A probe ended. */
  probed(kind: ProbeKind, outcome: Outcome, milliseconds: number): void;
  /** A stream's view was brought up to date, or part of it was put off. */
  delivered(stream: string, complete: boolean): void;
  /** A tool of your own did not take an event for a day, which was set aside. */
  setAside(target: string): void;
};

/** For a process nobody watches. */
export const unwatched: BotHealth = {
  acked: () => {},
  rateLimited: () => {},
  probed: () => {},
  delivered: () => {},
  setAside: () => {},
};

/** The view, telling of each pass whether all was delivered. */
export function watchDeliveries(view: View, health: BotHealth): View {
  return {
    async reconcile(work) {
      try {
        const { retryAt } = await view.reconcile(work);
        health.delivered(work.stream, retryAt === null);
        return { retryAt };
      } catch (error) {
        health.delivered(work.stream, false);
        throw error;
      }
    },
  };
}
