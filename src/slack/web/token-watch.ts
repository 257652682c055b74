import type { Logger } from "../../log.ts";

export type TokenName = "bot" | "app";

/** What Slack thinks of the bot's tokens. */
export type TokenWatch = {
  /** Notes that Slack refused a token with this code, or (null) that it took it. */
  heard(token: TokenName, refusal: string | null): void;
  /** The tokens that Slack refuses, as far as that is certain. */
  refused(): readonly { token: TokenName; code: string }[];
  /** Whether nothing can be shown, because the bot token is among them. */
  botRefused(): boolean;
  /** Asks Slack at once, because something said that a token was revoked. */
  check(): void;
  /** Resolves, with what to do about it, when that token is refused. */
  whenRefused(token: TokenName): Promise<string>;
  /** Begins to ask now and then; until then a doubt is settled by whoever calls. */
  start(ask: () => Promise<unknown>): void;
  stop(): void;
};

/** One spurious answer is none; so many in a row are the truth. */
const believedAfter = 3;

/** A doubt is settled soon, a refusal is asked about slowly, and health tells within a minute of one nobody met. */
const doubtfulMs = 500;
const usualMs = 15_000;

const fixes: { [token in TokenName]: string } = {
  bot: "Install the app to the workspace again, set SLACK_BOT_TOKEN to the new Bot User OAuth Token (OAuth & Permissions) and restart me.",
  app: "Create a token with connections:write under Basic Information → App-Level Tokens, set SLACK_APP_TOKEN to it and restart me.",
};

/** Opens the watch over the tokens. A refusal is one error in the log that says what to do; its end is one line. */
export function createTokenWatch(log: Logger): TokenWatch {
  const doubts = new Map<TokenName, { code: string; times: number }>();
  const waiting = new Map<TokenName, PromiseWithResolvers<string>>();
  let ask: (() => Promise<unknown>) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const isBelieved = (token: TokenName) => (doubts.get(token)?.times ?? 0) >= believedAfter;

  function askIn(milliseconds: number): void {
    clearTimeout(timer);
    if (!ask) return;
    timer = setTimeout(async () => {
      // What it comes to is heard like any other answer.
      await ask?.().catch(() => {});
      const times = doubts.get("bot")?.times ?? 0;
      askIn(times > 0 && times < believedAfter ? doubtfulMs : usualMs);
    }, milliseconds);
    timer.unref();
  }

  function accept(token: TokenName): void {
    if (isBelieved(token)) log.info({}, `Slack takes the ${token} token again`);
    doubts.delete(token);
  }

  function doubt(token: TokenName, code: string): void {
    const times = (doubts.get(token)?.times ?? 0) + 1;
    doubts.set(token, { code, times });
    if (times === 1 && token === "bot") askIn(doubtfulMs);
    if (times !== believedAfter) return;
    const said = `Slack refuses the ${token} token (${code}). ${fixes[token]}`;
    log.error({ code }, `${said} What people enter meanwhile is saved.`);
    waiting.get(token)?.resolve(said);
  }

  return {
    heard: (token, refusal) => (refusal === null ? accept(token) : doubt(token, refusal)),
    refused: () =>
      [...doubts].filter(([token]) => isBelieved(token)).map(([token, { code }]) => ({ token, code })),
    botRefused: () => isBelieved("bot"),
    check: () => askIn(0),
    whenRefused(token) {
      const there = waiting.get(token) ?? Promise.withResolvers<string>();
      waiting.set(token, there);
      return there.promise;
    },
    start(asking) {
      ask = asking;
      askIn(usualMs);
    },
    stop() {
      ask = undefined;
      clearTimeout(timer);
    },
  };
}
