import { addMilliseconds, type Instant, millisecondsBetween } from "../lib/time.ts";

/** Slack lets a message be edited once a second, so more passes over a record show nobody more. */
const gapMs = 1000;
/** So many in a row need no rest: opening an incident takes several steps, each a pass. */
const burst = 20;
const rememberedAtMost = 1000;

/** Counts the passes over each stream; gives the milliseconds it is to rest after the one just made, a second at most. */
export function createPassBudget(): (stream: string, now: Instant) => number {
  // The moment up to which a stream has spent its passes, as in a leaky bucket.
  const spentUntil = new Map<string, Instant>();
  return (stream, now) => {
    if (spentUntil.size > rememberedAtMost)
      for (const [other, until] of spentUntil) if (until < now) spentUntil.delete(other);
    const spent = spentUntil.get(stream);
    const until = addMilliseconds(spent && spent > now ? spent : now, gapMs);
    const restMs = millisecondsBetween(now, until) - burst * gapMs;
    if (restMs <= gapMs) spentUntil.set(stream, until);
    return Math.min(gapMs, Math.max(0, restMs));
  };
}
