import { setTimeout as sleep } from "node:timers/promises";
import { addMilliseconds, type Instant } from "../lib/time.ts";
import type { Clock, Next, Store, WorkItem } from "../record/ports.ts";
import { backoffMs } from "./backoff.ts";
import type { Pass } from "./pass.ts";
import { createPassBudget } from "./pass-budget.ts";

/** The part of a logger the work loop uses; pino's fits. */
export type WorkLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

type PassesParts = {
  store: Store;
  clock: Clock;
  pass: Pass;
  /** Names this process among the replicas, anew at each start. */
  owner: string;
  leaseMs: number;
  random: () => number;
  log: WorkLog;
  /** Called after each pass. */
  onEnd: () => void;
};

/** The passes under way in this process. */
type Passes = {
  count(): number;
  /** Starts the pass over a stream just claimed. */
  begin(item: WorkItem): void;
  /** Extends the leases that need it, and gives back those that could not be given back before. */
  keepLeases(): Promise<void>;
  /** Resolves when the passes now under way have ended. */
  ended(): Promise<void>;
};

type Running = {
  item: WorkItem;
  /** The tick at which its lease was last extended. */
  renewedAt: number;
  abort: AbortController;
  ended: Promise<void>;
  isEnding: boolean;
};

// A record that asks for a moment gone by would otherwise be passed over and over without a pause.
const shortestPauseMs = 100;

/** Wires the carrying out of passes: leases held while they last, failures put off. */
export function createPasses(parts: PassesParts): Passes {
  const { store, clock, pass, owner, leaseMs, random, log, onEnd } = parts;
  const running = new Map<string, Running>();
  const restAfterPass = createPassBudget();
  let resting = 0;
  let unsettled: { item: WorkItem; next: Next }[] = [];

  function begin(item: WorkItem): void {
    const before = running.get(item.stream);
    if (before) {
      // Given back on disk, and claimed again before we heard of it: the claim would have nobody to work on it.
      if (before.isEnding) void before.ended.then(() => begin(item));
      // Otherwise our own lease ran out while the process stood still, and the claim has just renewed it.
      return;
    }
    // Its lease ran out before it could be given back: doing so now would take this new one away.
    unsettled = unsettled.filter((late) => late.item.stream !== item.stream);
    const abort = new AbortController();
    const ended = carryOut(item, abort.signal).finally(() => {
      running.delete(item.stream);
      onEnd();
    });
    running.set(item.stream, { item, renewedAt: clock.ticks(), abort, ended, isEnding: false });
  }

  async function carryOut(item: WorkItem, signal: AbortSignal): Promise<void> {
    const began = clock.now();
    // Of a clock set back meanwhile, that of the beginning: a moment said then is not kept, but asked for again.
    const saidAt = () => later(began, clock.now());
    try {
      const { dueAt } = await pass(item, signal);
      await rest(item.stream);
      const at = saidAt();
      await settle(item, {
        dueAt: dueAt && later(dueAt, addMilliseconds(at, shortestPauseMs)),
        attempts: 0,
        at,
      });
    } catch (error) {
      const attempts = item.attempts + 1;
      const at = saidAt();
      const dueAt = addMilliseconds(at, backoffMs(attempts, random));
      // Put off before anything else: whatever is wrong with this stream, it must not stand in the others' way.
      await settle(item, { dueAt, attempts, at });
      log.error({ err: error, stream: item.stream, attempts, dueAt }, `A pass over ${item.stream} failed`);
    }
  }

  /** Holds a stream that changes all the time back for a moment; others get their pass meanwhile. */
  async function rest(stream: string): Promise<void> {
    const ms = restAfterPass(stream, clock.ticks());
    if (ms === 0) return;
    resting += 1;
    onEnd();
    await sleep(ms);
    resting -= 1;
  }

  /** Never rejects: what cannot be written now is written when the store answers again. */
  async function settle(item: WorkItem, next: Next): Promise<void> {
    const pass = running.get(item.stream);
    if (pass?.item === item) pass.isEnding = true;
    try {
      await store.settle(item, owner, next);
    } catch (error) {
      unsettled.push({ item, next });
      log.warn(
        { err: error, stream: item.stream },
        `The lease of ${item.stream} could not be given back yet`,
      );
    }
  }

  async function settleLate(): Promise<void> {
    const late = unsettled;
    unsettled = [];
    for (const { item, next } of late) await settle(item, next);
  }

  async function renew(lease: Running): Promise<void> {
    const ticks = clock.ticks();
    if (ticks - lease.renewedAt < leaseMs / 3 || lease.abort.signal.aborted) return;
    if (await store.renewLease(lease.item, owner, addMilliseconds(clock.now(), leaseMs))) {
      lease.renewedAt = ticks;
    } else {
      lease.abort.abort();
      log.warn({ stream: lease.item.stream }, `Another process took ${lease.item.stream} over`);
    }
  }

  return {
    count: () => running.size - resting,
    begin,
    keepLeases: async () => {
      await settleLate();
      for (const lease of [...running.values()]) await renew(lease);
    },
    ended: async () => {
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
