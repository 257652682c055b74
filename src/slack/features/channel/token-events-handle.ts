import { z } from "zod";
import type { Feature } from "../../requests/feature.ts";
import { onEvent } from "../../requests/on-event.ts";

/** Of people's tokens and bots': the ids of those they were given to. */
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });

/**
 * What Slack tells of the app's own standing. It is taken as a reason to ask, not as the truth: an event may be old, and
 * tokens of people that are revoked are none of the bot's.
 */
export const tokenEvents: Feature = {
  events: {
    app_uninstalled: async (_event, { tokens }) => tokens.check(),
    tokens_revoked: onEvent(revoked, async ({ tokens: { bot } }, desk) => {
      if (bot.includes(desk.botUserId())) desk.tokens.check();
    }),
  },
};
