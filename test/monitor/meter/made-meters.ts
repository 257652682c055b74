import { toInstant } from "../../../src/lib/time.ts";
import type { Reading } from "../../../src/monitor/meter/reading.ts";

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** A made meter: how fast it goes at each moment, and what it showed. */
export type Made = { readings: Reading[]; endsAt: number; now: number };

/** Numbers that look like chance and are the same each time; between 0 and 1. */
export function chance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Use per hour with days and nights, working days and weekends; 1 on average over a working day. */
export function busyness(at: number, { night, weekend }: { night: number; weekend: number }): number {
  const hour = (at / hourMs) % 24;
  const day = new Date(at).getUTCDay();
  const ofDay = night + (1 - night) * Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI)) * 2.7;
  return ofDay * (day === 0 || day === 6 ? weekend : 1);
}

/**
 * A balance, looked at every 10 minutes, that goes down with the rhythm of days and weeks and is renewed every so many
 * days, until it would be empty after the last look. `noise` is the part each use is off by chance.
 */
export function madeBalance(options: {
  seed: number;
  perHour: number;
  days: number;
  leftHours: number;
  renewedAgoDays: number | null;
  night: number;
  weekend: number;
  noise: number;
}): Made {
  const { seed, perHour, days, leftHours, renewedAgoDays, noise } = options;
  const next = chance(seed);
  const stepMs = 10 * 60_000;
  const start = Date.parse("2026-10-05T00:00:00.000Z") + Math.floor(next() * 7 * 24) * hourMs;
  const now = start + days * dayMs;
  const rate = (at: number) => (perHour * busyness(at, options) * stepMs) / hourMs;
  let left = 0;
  let at = now;
  // What is left now is what would be used by then.
  for (; at < now + leftHours * hourMs; at += stepMs) left += rate(at);
  const endsAt = at;
  const readings: Reading[] = [{ at: toInstant(now), value: left }];
  const renewedAt = renewedAgoDays === null ? 0 : now - renewedAgoDays * dayMs;
  for (let back = now - stepMs, value = left; back >= start; back -= stepMs) {
    value += rate(back) * (1 + noise * (2 * next() - 1));
    if (back < renewedAt && back + stepMs >= renewedAt) value = value / 10;
    readings.unshift({ at: toInstant(back), value });
  }
  return { readings, endsAt, now };
}
