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

/** A call each `gapMs`, `burst` of them at once after a rest; counted `per` channel, or for the method as a whole. */
type Budget = { gapMs: number; burst: number; per: "channel" | "method" };

type Budgets = { [method: string]: Budget };

/**
 * Slack: about one message a second in a channel; 50 edits a minute in the whole workspace, whose burst is not told
 * (docs.slack.dev/apis/web-api/rate-limits, tier 3). Every other method is called far less often than its tier allows.
 */
const budgetsFor = (editsPerMinute: number): Budgets => ({
  "chat.postMessage": { gapMs: 1000, burst: 3, per: "channel" },
  "chat.update": { gapMs: 60_000 / editsPerMinute, burst: 10, per: "method" },
});

/** Slack's tier 3, for the whole workspace. */
const usualEdits = 50;

export type PacerOptions = { isRefused?: () => boolean; editsPerMinute?: number };

/** While Slack refuses the token, somebody else asks whether it still does; calls that change something wait. */
const refusedMs = 5_000;

/**
 * Opens a pacer; `isRefused` tells whether Slack refuses the token. Its memory is this process's; another replica's
 * spending shows as 429, which it heeds.
 */
export function createPacer(
  { ticks }: Pick<Clock, "ticks">,
  { isRefused = () => false, editsPerMinute = usualEdits }: PacerOptions = {},
): Pacer {
  const budgets = budgetsFor(editsPerMinute);
  const resting = new Map<string, number>();
  // The tick up to which a budget is spent ("virtual schedule" of a leaky bucket).
  const spentUntil = new Map<string, number>();

  return {
    waitMs(method, channel) {
      if (isRefused()) return refusedMs;
      const rest = resting.get(method) ?? 0;
      const { budget, name } = budgetOf(budgets, method, channel);
      const spent = spentUntil.get(name);
      const free = !budget || spent === undefined ? 0 : spent - budget.gapMs * (budget.burst - 1);
      return Math.max(0, Math.ceil(Math.max(rest, free) - ticks()));
    },
    spend(method, channel) {
      const { budget, name } = budgetOf(budgets, method, channel);
      if (!budget) return;
      if (spentUntil.size > 1000) forgetIdle(spentUntil, ticks());
      spentUntil.set(name, Math.max(spentUntil.get(name) ?? 0, ticks()) + budget.gapMs);
    },
    rest(method, milliseconds) {
      resting.set(method, ticks() + milliseconds);
    },
  };
}

function budgetOf(
  budgets: Budgets,
  method: string,
  channel = "",
): { budget: Budget | undefined; name: string } {
  const budget = budgets[method];
  return { budget, name: budget?.per === "channel" ? `${method} ${channel}` : method };
}

function forgetIdle(spentUntil: Map<string, number>, ticks: number): void {
  for (const [key, until] of spentUntil) if (until < ticks) spentUntil.delete(key);
}
