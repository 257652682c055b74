import type { Clock } from "./clock.ts";
import type { Fields } from "./workspace/types.ts";

/** One thing that changed. `type` names it ("message.posted", "view.opened", "api.call", …). */
type Change = { seq: number; at: number; type: string } & Fields;

/** Everything that changes in the workspace, in order. */
export type Stream = {
  publish(type: string, fields: Fields): Change;
  /** Calls `listener` for each change from now on; the result ends that. */
  subscribe(listener: (change: Change) => void): () => void;
  /** The first change from now on for which `matches` holds. Rejects after `timeoutMs` of real time (5 s). */
  waitFor(matches: (change: Change) => unknown, timeoutMs?: number): Promise<Change>;
  /** What `read` gives, as soon as that is truthy: now, or after a later change. Rejects after `timeoutMs` (5 s). */
  until<T>(read: () => T, timeoutMs?: number): Promise<NonNullable<T>>;
};

/** Creates an empty stream. */
export function createStream(clock: Clock): Stream {
  const listeners = new Set<(change: Change) => void>();
  let seq = 0;

  function subscribe(listener: (change: Change) => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  function settle<T>(attempt: (change?: Change) => T | undefined, timeoutMs: number, waitingFor: string) {
    return new Promise<T>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        unsubscribe();
      };
      const check = (change?: Change) => {
        try {
          const value = attempt(change);
          if (!value) return;
          stop();
          resolve(value);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const unsubscribe = subscribe(check);
      const timer = setTimeout(() => {
        unsubscribe();
        reject(new Error(`The local Slack waited ${timeoutMs} ms in vain for ${waitingFor}`));
      }, timeoutMs);
      check();
    });
  }

  return {
    publish(type, fields) {
      const change = { ...fields, seq: ++seq, at: clock.now(), type };
      for (const listener of [...listeners]) listener(change);
      return change;
    },
    subscribe,
    waitFor: (matches, timeoutMs = 5000) =>
      settle((change) => (change && matches(change) ? change : undefined), timeoutMs, String(matches)),
    until: <T>(read: () => T, timeoutMs = 5000) =>
      settle<NonNullable<T>>(() => read() || undefined, timeoutMs, String(read)),
  };
}
