import type { Clock } from "./clock.ts";

/** How often something may be done: so many at once, and so many a minute on average. */
type Allowance = { burst: number; perMinute: number };

/** Web API tiers per method, workspace and app. Slack leaves the burst open; a minute's worth is the kindest reading. */
export const tiers = {
  1: { burst: 10, perMinute: 1 },
  2: { burst: 20, perMinute: 20 },
  3: { burst: 50, perMinute: 50 },
  4: { burst: 100, perMinute: 100 },
  special: { burst: 300, perMinute: 300 },
} satisfies { [tier: string]: Allowance };

export type Tier = keyof typeof tiers;

/** chat.postMessage per channel: one a second, short bursts tolerated. */
export const perChannel: Allowance = { burst: 4, perMinute: 60 };

/** A response_url: one a second, short bursts tolerated. */
export const perResponseUrl: Allowance = { burst: 4, perMinute: 60 };

/** Counts how often each thing was done. */
export type Limiter = {
  /** Takes one turn of `name`. Returns 0 when it may go on, else the seconds to wait (the Retry-After). */
  take(name: string, allowance: Allowance): number;
  clear(): void;
};

/** Creates a limiter with full allowances, refilled by the clock. */
export function createLimiter(clock: Clock): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(name, { burst, perMinute }) {
      const now = clock.now();
      const bucket = buckets.get(name) ?? { left: burst, at: now };
      const left = Math.min(burst, bucket.left + ((now - bucket.at) / 60_000) * perMinute);
      if (left < 1) {
        buckets.set(name, { left, at: now });
        return Math.max(1, Math.ceil(((1 - left) * 60) / perMinute));
      }
      buckets.set(name, { left: left - 1, at: now });
      return 0;
    },
    clear: () => buckets.clear(),
  };
}
