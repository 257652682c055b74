/** Slack lets a message be edited once a second, so more passes over a record show nobody more. */
const gapMs = 1000;
/** So many in a row need no rest: opening an incident takes several steps, each a pass. */
const burst = 20;
const rememberedAtMost = 1000;

/**
 * Counts the passes over each stream, `ticks` being that of the clock; gives the milliseconds it is to rest after the
 * one just made, a second at most.
 */
export function createPassBudget(): (stream: string, ticks: number) => number {
  // The tick up to which a stream has spent its passes, as in a leaky bucket.
  const spentUntil = new Map<string, number>();
  return (stream, ticks) => {
    if (spentUntil.size > rememberedAtMost)
      for (const [other, until] of spentUntil) if (until < ticks) spentUntil.delete(other);
    const until = Math.max(spentUntil.get(stream) ?? ticks, ticks) + gapMs;
    const restMs = until - ticks - burst * gapMs;
    if (restMs <= gapMs) spentUntil.set(stream, until);
    return Math.min(gapMs, Math.max(0, restMs));
  };
}
