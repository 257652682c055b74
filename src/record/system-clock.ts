import { toInstant } from "../lib/time.ts";
import type { Clock } from "./ports.ts";

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => toInstant(Date.now()),
  ticks: () => performance.now(),
};
