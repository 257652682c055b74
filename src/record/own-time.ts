import { addMilliseconds, type Instant, millisecondsBetween } from "../lib/time.ts";
import type { Clock } from "./ports.ts";

/** Milliseconds by which a stream's own time is ahead of the clock, given the moment of its last event. */
export type OwnTime = (stream: string, lastAt: Instant | undefined) => number;

const rememberedAtMost = 1000;

/**
 * Gives each record a time of its own that never goes back: that of the clock, but never before its last event, from
 * which it goes on at the pace of the machine. A clock set back by an hour lets neither a reminder wait an hour longer
 * nor an incident end before it began, and replicas whose clocks differ agree on what they both wrote.
 */
export function createOwnTime(clock: Clock): OwnTime {
  const ahead = new Map<string, { at: Instant; ticks: number }>();
  return (stream, lastAt) => {
    const now = clock.now();
    if (!lastAt || lastAt <= now) {
      ahead.delete(stream);
      return 0;
    }
    const ticks = clock.ticks();
    const noted = ahead.get(stream);
    const goneOnTo = noted ? addMilliseconds(noted.at, Math.floor(ticks - noted.ticks)) : lastAt;
    if (goneOnTo > lastAt) return millisecondsBetween(now, goneOnTo);
    if (ahead.size >= rememberedAtMost) ahead.delete(ahead.keys().next().value!);
    ahead.set(stream, { at: lastAt, ticks });
    return millisecondsBetween(now, lastAt);
  };
}
