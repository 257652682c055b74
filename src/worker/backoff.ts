const firstMs = 1_000;
const longestMs = 5 * 60_000;

/**
 * Milliseconds to wait after the given number of failures in a row: doubling from a second, five minutes at most.
 * `random` (0 to 1) spreads the wait over its upper half, so that what failed together does not return together.
 */
export function backoffMs(failures: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round((whole * (1 + random())) / 2);
}
