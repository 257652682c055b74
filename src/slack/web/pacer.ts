import { addMilliseconds, type Instant } from "../../lib/time.ts";
import type { Clock } from "../../record/ports.ts";

/** Keeps calls within Slack's rate limits, which count per method: one method's wait never delays another. */
export type Pacer = {
  /** The moment the method may be called (for this channel); null: now. */
  waitsUntil(method: string, channel?: string): Instant | null;
  /** Notes that a call goes out. */
  spend(method: string, channel?: string): void;
  /** Notes Slack's 429: the method rests until then. */
  rest(method: string, until: Instant): void;
};

/** Slack: about one message a second in a channel (docs.slack.dev/apis/web-api/rate-limits). */
const channelGapMs: { [method: string]: number } = { "chat.postMessage": 1000 };
const channelBurst = 3;

/** Opens a pacer. Its memory is this process's; another replica's spending shows as 429, which it heeds. */
export function createPacer(clock: Clock): Pacer {
  const resting = new Map<string, Instant>();
  // Per method and channel, the moment up to which its budget is spent ("virtual schedule" of a leaky bucket).
  const spentUntil = new Map<string, Instant>();

  return {
    waitsUntil(method, channel) {
      const now = clock.now();
      const rest = resting.get(method);
      if (rest && rest > now) return rest;
      const gap = channelGapMs[method];
      if (!gap || !channel) return null;
      const spent = spentUntil.get(`${method} ${channel}`);
      const free = spent && addMilliseconds(spent, -gap * (channelBurst - 1));
      return free && free > now ? free : null;
    },
    spend(method, channel) {
      const gap = channelGapMs[method];
      if (!gap || !channel) return;
      const now = clock.now();
      const key = `${method} ${channel}`;
      const spent = spentUntil.get(key);
      if (spentUntil.size > 1000) forgetIdle(spentUntil, now);
      spentUntil.set(key, addMilliseconds(spent && spent > now ? spent : now, gap));
    },
    rest(method, until) {
      resting.set(method, until);
    },
  };
}

function forgetIdle(spentUntil: Map<string, Instant>, now: Instant): void {
  for (const [key, until] of spentUntil) if (until < now) spentUntil.delete(key);
}
