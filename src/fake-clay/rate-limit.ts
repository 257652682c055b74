/** Lets so many requests through. Clay counts all webhooks of a workspace together. */
export type RateLimit = { takes(): boolean; reset(): void };

/** What Clay documents for its webhooks: ten a second for as long as one likes, twenty at once. */
const clayPerSecond = 10;
const clayBurst = 20;

/** A bucket of tokens that fills evenly. `now` in milliseconds of a clock that only goes forward. */
export function createRateLimit(now: () => number): RateLimit {
  let tokens = clayBurst;
  let filledAt = now();
  return {
    takes() {
      tokens = Math.min(clayBurst, tokens + ((now() - filledAt) * clayPerSecond) / 1000);
      filledAt = now();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    reset() {
      tokens = clayBurst;
      filledAt = now();
    },
  };
}
