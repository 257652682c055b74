import { millisecondsBetween } from "../lib/time.ts";
import type { Clock, Store } from "../record/ports.ts";
import { createDeadLeases } from "./dead-leases.ts";
import type { Pass } from "./pass.ts";
import { createPasses, type WorkLog } from "./passes.ts";

/** Calls back after the delay; returns what cancels it. */
export type StartTimer = (delayMs: number, callback: () => void) => () => void;

export type WorkLoopParts = {
  store: Store;
  clock: Clock;
  pass: Pass;
  /** Names this process among the replicas, anew at each start. */
  owner: string;
  log: WorkLog;
  /** Passes under way at once. */
  concurrency?: number;
  /** Not renewed for this long, a lease is taken as that of a dead process: so long a crash holds work up. */
  leaseMs?: number;
  /** Longest sleep: another process may have made something due. */
  pollMs?: number;
  random?: () => number;
  startTimer?: StartTimer;
  /** Called at looks that find nothing under way; mostly has nothing to do. */
  whenIdle?: () => Promise<void>;
  /** Called at each look: every second, mostly. */
  onLook?: () => void;
};

export type WorkLoop = {
  start(): void;
  /** Looks for due streams now. Does nothing before the start. */
  wake(): void;
  /** Milliseconds since it last came round, whether or not the store answered; null before the first time. */
  sinceLookMs(): number | null;
  /** Claims nothing more, and resolves when the passes under way have ended. */
  stop(): Promise<void>;
  /** Works until nothing is due at the clock's present moment. For tests, on a loop that was not started. */
  runUntilIdle(): Promise<void>;
};

// When the next moment is here but somebody else got the stream, look again soon rather than at once.
const shortestSleepMs = 20;

/** Wires the loop that gives every due stream its pass, each by one process at a time. */
export function createWorkLoop(parts: WorkLoopParts): WorkLoop {
  const { store, clock, owner, log, startTimer = startUnrefTimer } = parts;
  const { concurrency = 8, leaseMs = 30_000, pollMs = 1_000, random = Math.random } = parts;
  const passes = createPasses({ ...parts, leaseMs, random, onEnd: wake });
  let state: "idle" | "started" | "stopping" = "idle";
  const deadLeases = createDeadLeases({ store, clock, leaseMs });
  let lookedAt: number | null = null;
  let begun = 0;
  let reachable = true;
  let cancelTimer = () => {};
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  /** One look at a time; asked for during one, another follows. Never rejects. */
  function look(): Promise<void> {
    lookAgain = true;
    looking ??= lookWhileAsked();
    return looking;
  }

  async function lookWhileAsked(): Promise<void> {
    let sleepMs = pollMs;
    while (lookAgain) {
      lookAgain = false;
      parts.onLook?.();
      sleepMs = await lookOnce().catch(unreachable);
      lookedAt = clock.ticks();
    }
    // No await from here on: a wake in between would find a look that no longer looks.
    looking = undefined;
    cancelTimer();
    if (state !== "idle") cancelTimer = startTimer(sleepMs, look);
  }

  /** Returns after how many milliseconds to look again. */
  async function lookOnce(): Promise<number> {
    // First our own, then others': of a process that stood still for long all look dead.
    await passes.keepLeases();
    await deadLeases.breakThem();
    const limit = concurrency - passes.count();
    if (state !== "stopping" && limit > 0) {
      const claimed = await store.claimDue({ now: clock.now(), leaseMs, owner, limit });
      for (const item of claimed) passes.begin(item);
      begun += claimed.length;
    }
    if (passes.count() === 0) await parts.whenIdle?.().catch(notTidied);
    const nextDueAt = await store.nextDueAt();
    if (!reachable) log.info({}, "The store answers again");
    reachable = true;
    // With no hand free the end of a pass wakes us.
    if (nextDueAt === null || passes.count() >= concurrency || state === "stopping") return pollMs;
    const dueInMs = millisecondsBetween(clock.now(), nextDueAt);
    if (dueInMs <= 0 && deadLeases.anyHeld()) return pollMs;
    return Math.min(pollMs, Math.max(shortestSleepMs, dueInMs));
  }

  function unreachable(error: unknown): number {
    if (reachable) log.error({ err: error }, "The work loop cannot read what is due; it keeps trying");
    reachable = false;
    return pollMs;
  }

  function notTidied(error: unknown): void {
    log.error({ err: error }, "Tidying up failed; it is tried again at the next look");
  }

  function wake(): void {
    if (state !== "idle") void look();
  }

  return {
    start() {
      state = "started";
      void look();
    },
    wake,
    sinceLookMs: () => (lookedAt === null ? null : clock.ticks() - lookedAt),
    async stop() {
      // The timer goes on while passes end, because their leases must be kept.
      state = "stopping";
      await look();
      await passes.ended();
      state = "idle";
      await looking;
      cancelTimer();
    },
    async runUntilIdle() {
      let before: number;
      do {
        before = begun;
        await look();
        await passes.ended();
      } while (begun > before);
    },
  };
}

function startUnrefTimer(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
}
