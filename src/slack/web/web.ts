import {
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from "@slack/web-api";
import type { Config } from "../../config/schema.ts";
import type { Logger } from "../../log.ts";
import { type BotHealth, unwatched } from "../../service/bot-health.ts";
import { createBoltLogger } from "../bolt-logger.ts";
import { fitMessage, shortBudget, tooLong } from "./fit-message.ts";
import type { SlackMethod } from "./scopes.ts";
import { createSlackFetch } from "./slack-fetch.ts";

type At<T, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? At<T[Head], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : never;
type MethodOf<M extends string> = Extract<At<WebClient, M>, (...args: never[]) => Promise<unknown>>;
export type Arguments<M extends SlackMethod> = NonNullable<Parameters<MethodOf<M>>[0]>;
export type Answer<M extends SlackMethod> = Awaited<ReturnType<MethodOf<M>>>;

/** Calls one Web API method. Only methods whose scopes are in `scopes.ts` can be called. */
export type Call = <M extends SlackMethod>(method: M, args: Arguments<M>) => Promise<Answer<M>>;

/**
 * Three ways to call Slack, which never queue behind each other: `interactive` for triggers that die after 3 s,
 * `write` for the reconciler (never retried here: it keeps its own record of unclear outcomes), `read`.
 */
export type Web = { interactive: Call; write: Call; read: Call };

/** Opens the clients for the configured workspace. A 429 is raised at once, as `WebAPIRateLimitedError`. */
export function createWeb(
  slack: Config["slack"],
  log: Logger,
  health: BotHealth = unwatched,
  fetch = createSlackFetch({ slackTime: () => {}, token: () => {} }),
): Web {
  const client = (options: WebClientOptions) =>
    new WebClient(slack.bot_token, {
      slackApiUrl: slack.api_url,
      logger: createBoltLogger(log),
      allowAbsoluteUrls: false,
      rejectRateLimitedCalls: true,
      fetch,
      ...options,
    });
  const watched = (client: WebClient) => callsOf(client, health);
  const never = { retries: 0 };
  return {
    interactive: watched(client({ timeout: 2000, retryConfig: never })),
    write: watched(client({ timeout: 10_000, retryConfig: never })),
    read: watched(client({ timeout: 5000, retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1000 } })),
  };
}

function callsOf(client: WebClient, health: BotHealth): Call {
  return async (method, args) => {
    const call = (budget?: number) =>
      client.apiCall(method, fitMessage(args, budget) as Record<string, unknown>) as Promise<never>;
    try {
      return await call();
    } catch (error) {
      if (isTooLong(error)) return call(shortBudget);
      if (error instanceof WebAPIRateLimitedError) health.rateLimited(method);
      throw error;
    }
  };
}

/** Refused for its size, nothing was done: a short form says more than a message that stays as it was. */
function isTooLong(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && tooLong.has(error.data.error);
}
