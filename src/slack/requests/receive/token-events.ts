import type { Desk } from "../desk.ts";
import type { EventHandler, Handlers } from "../handlers.ts";

/**
 * What Slack tells of the app's own standing. It is taken as a reason to ask, not as the truth: an event may be old, and
 * tokens of people that are revoked are none of the bot's.
 */
export function tokenEvents({ tokens, botUserId }: Pick<Desk, "tokens" | "botUserId">): Partial<Handlers> {
  const tokensRevoked: EventHandler = async ({ tokens: revoked }) => {
    const { bot = [] } = (revoked ?? {}) as { bot?: string[] };
    if (bot.includes(botUserId())) tokens.check();
  };
  return { events: { app_uninstalled: async () => tokens.check(), tokens_revoked: tokensRevoked } };
}
