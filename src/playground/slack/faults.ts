import type { Clock } from "./clock.ts";
import type { Stream } from "./stream.ts";
import type { Fields } from "./workspace/types.ts";

/** What goes wrong with a call. */
export type FaultKind =
  /** 429 with Retry-After, nothing done. As a date, or missing, where a gateway before Slack says so. */
  | { kind: "rate-limited"; retryAfterSeconds?: number; retryAfter?: "date" | "none" }
  /** An HTTP status such as 503, nothing done. */
  | { kind: "status"; status: number; body?: string }
  /** One of Slack's error names ("internal_error"), nothing done. */
  | { kind: "error"; error: string }
  /** The connection breaks before anything was done. */
  | { kind: "lost-request" }
  /** All was done, but the connection breaks instead of an answer. */
  | { kind: "lost-answer" }
  /** Status 200 with a gateway's page, or with nothing at all, and nothing done. */
  | { kind: "page" }
  | { kind: "empty" }
  /** All was done, but the connection breaks amid the answer, or the rest of it never comes. */
  | { kind: "cut-answer" }
  | { kind: "stalled-answer" }
  /** All was done, and the answer comes `delayMs` later. */
  | { kind: "slow"; delayMs: number }
  /** The call waits until the fault is released, then goes on as if nothing had happened. */
  | { kind: "held" };

/** Which calls meet the fault: those of a method ("*": any), in a channel when one is named. */
type FaultMatch = { method: string; channel?: string; times?: number };

export type Fault = FaultKind & FaultMatch;

/** A fault in force. */
export type FaultHandle = {
  id: number;
  /** How many calls have met it. */
  met(): number;
  /** Lets held calls go on, and no further call meets it. */
  release(): void;
};

/** The faults in force. */
export type Faults = {
  /** Makes the next `times` matching calls (1 unless told otherwise) go wrong. */
  add(fault: Fault): FaultHandle;
  /** The fault this call meets, used up by one. */
  claim(method: string, args: Fields): ClaimedFault | undefined;
  release(id: number): void;
  clear(): void;
  /** Those that calls can still meet. */
  inForce(): { id: number; fault: Fault; left: number }[];
};

export type ClaimedFault = { fault: Fault; released: Promise<void> };

type InForce = {
  fault: Fault;
  id: number;
  left: number;
  met: number;
  released: Promise<void>;
  release: () => void;
};

function matches({ fault, left }: InForce, method: string, args: Fields): boolean {
  if (left <= 0 || (fault.method !== "*" && fault.method !== method)) return false;
  return fault.channel === undefined || fault.channel === args.channel || fault.channel === args.channel_id;
}

/** Creates an empty set of faults. */
export function createFaults(clock: Clock, stream: Stream): Faults {
  const inForce: InForce[] = [];
  let lastId = 0;

  function end(entry: InForce) {
    entry.left = 0;
    entry.release();
  }

  return {
    add(fault) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const entry: InForce = {
        fault,
        id: ++lastId,
        left: fault.times ?? 1,
        met: 0,
        released: promise,
        release: resolve,
      };
      inForce.push(entry);
      return { id: entry.id, met: () => entry.met, release: () => end(entry) };
    },
    claim(method, args) {
      const entry = inForce.find((candidate) => matches(candidate, method, args));
      if (!entry) return undefined;
      entry.left -= 1;
      entry.met += 1;
      stream.publish("fault.met", { fault: entry.fault, method });
      const { fault } = entry;
      if (fault.kind !== "slow") return { fault, released: entry.released };
      const slept = new Promise<void>((resolve) => clock.after(fault.delayMs, resolve));
      return { fault, released: Promise.race([slept, entry.released]) };
    },
    release(id) {
      const entry = inForce.find((candidate) => candidate.id === id);
      if (entry) end(entry);
    },
    clear() {
      for (const entry of inForce) end(entry);
      inForce.length = 0;
    },
    inForce: () =>
      inForce
        .filter(({ left }) => left > 0)
        .map(({ id, fault, left }) => ({ id, fault: { ...fault }, left })),
  };
}
