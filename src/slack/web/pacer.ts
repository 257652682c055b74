import type { Clock } from "../../record/ports.ts";

/** Keeps calls within Slack's rate limits, which count per method: one method's wait never delays another. */
export type Pacer = {
  /** Milliseconds until the method may be called (for this channel); 0: now. */
  waitMs(method: string, channel?: string): number;
  /** Notes that a call goes out. */
  spend(method: string, channel?: string): void;
  /** Notes Slack's 429: the method rests for so long. */
  rest(method: string, milliseconds: number): void;
};

/** Slack: about one message a second in a channel (docs.slack.dev/apis/web-api/rate-limits). */
const channelGapMs: { [method: string]: number } = { "chat.postMessage": 1000 };
const channelBurst = 3;

/** While Slack refuses the token, somebody else asks whether it still does; calls that change something wait. */
const refusedMs = 5_000;

/** Opens a pacer; `isRefused` tells whether Slack refuses the token. Its memory is this process's; another replica's spending shows as 429, which it heeds. */
export function createPacer({ ticks }: Pick<Clock, "ticks">, isRefused = () => false): Pacer {
  const resting = new Map<string, number>();
  // Per method and channel, the tick up to which its budget is spent ("virtual schedule" of a leaky bucket).
  const spentUntil = new Map<string, number>();

  return {
    waitMs(method, channel) {
      if (isRefused()) return refusedMs;
      const rest = resting.get(method) ?? 0;
      const gap = channelGapMs[method];
      const spent = gap && channel ? spentUntil.get(`${method} ${channel}`) : undefined;
      const free = spent === undefined ? 0 : spent - gap! * (channelBurst - 1);
      return Math.max(0, Math.ceil(Math.max(rest, free) - ticks()));
    },
    spend(method, channel) {
      const gap = channelGapMs[method];
      if (!gap || !channel) return;
      const key = `${method} ${channel}`;
      if (spentUntil.size > 1000) forgetIdle(spentUntil, ticks());
      spentUntil.set(key, Math.max(spentUntil.get(key) ?? 0, ticks()) + gap);
    },
    rest(method, milliseconds) {
      resting.set(method, ticks() + milliseconds);
    },
  };
}

function forgetIdle(spentUntil: Map<string, number>, ticks: number): void {
  for (const [key, until] of spentUntil) if (until < ticks) spentUntil.delete(key);
}
