import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";

/** Hands out identifiers in Slack's shapes. */
export type Ids = {
  /** The next identifier with this prefix ("C" → "C0LOCAL0001"). */
  next(prefix: string): string;
  /** A message's timestamp: the clock's, and later than every earlier one. */
  ts(): string;
  /** An unguessable part of an address or of a hash. */
  secret(): string;
};

/** Creates the counters of one workspace. */
export function createIds(clock: Clock): Ids {
  const counters = new Map<string, number>();
  let lastMicroseconds = 0;
  return {
    next(prefix) {
      const count = (counters.get(prefix) ?? 0) + 1;
      counters.set(prefix, count);
      return `${prefix}0LOCAL${String(count).padStart(4, "0")}`;
    },
    ts() {
      lastMicroseconds = Math.max(clock.now() * 1000, lastMicroseconds + 1);
      return `${Math.floor(lastMicroseconds / 1_000_000)}.${String(lastMicroseconds % 1_000_000).padStart(6, "0")}`;
    },
    secret: () => randomBytes(8).toString("hex"),
  };
}
