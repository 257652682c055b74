import type { Clock } from "./clock.ts";

/** Where an answer through a response_url goes, and what it may replace. */
export type ResponseTarget = {
  channelId: string;
  userId: string;
  /** The message that held the button. A slash command has none to replace. */
  message?: { ts: string; ephemeral: boolean };
};

/** The response_urls handed out. */
export type ResponseUrls = {
  /** The path of a new response_url. */
  issue(target: ResponseTarget): string;
  /** Uses one of its answers: the target, or Slack's name for why there is none. */
  use(path: string): ResponseTarget | "expired_url" | "used_url" | "invalid_url";
};

/** A response_url takes this many answers, for this long. */
const responseUrlUses = 5;
const responseUrlLifeMs = 30 * 60_000;

/** Creates an empty set of response_urls. */
export function createResponseUrls(clock: Clock, secret: () => string): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; at: number; left: number }>();
  return {
    issue(target) {
      const path = `/actions/T0LOCAL0001/${issued.size + 1}/${secret()}`;
      issued.set(path, { target, at: clock.now(), left: responseUrlUses });
      return path;
    },
    use(path) {
      const entry = issued.get(path);
      if (!entry) return "invalid_url";
      if (clock.now() - entry.at > responseUrlLifeMs) return "expired_url";
      if (entry.left === 0) return "used_url";
      entry.left -= 1;
      return entry.target;
    },
  };
}
