import { addMilliseconds, type Instant, toInstant } from "../../lib/time.ts";
import type { Clock } from "../../record/ports.ts";

/** The time as Slack has it, by which its messages are numbered: this machine's wall clock may be wrong by anything. */
export type SlackTime = {
  /** Notes the date header of an answer. */
  heard(date: string): void;
  /** Now, by Slack's time; by our clock until an answer told. Right to a second or two. */
  now(): Instant;
};

/** Opens Slack's time, which goes on at the pace of the machine between answers. */
export function createSlackTime(clock: Clock): SlackTime {
  let told: { at: Instant; ticks: number } | undefined;
  return {
    heard(date) {
      const at = Date.parse(date);
      if (Number.isFinite(at)) told = { at: toInstant(at), ticks: clock.ticks() };
    },
    now: () => (told ? addMilliseconds(told.at, Math.round(clock.ticks() - told.ticks)) : clock.now()),
  };
}
