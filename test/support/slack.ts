import { WebClient } from "@slack/web-api";
import { createMovableClock, type MovableClock } from "../../src/playground/slack/clock.ts";
import {
  type LocalSlack,
  type LocalSlackOptions,
  openLocalSlack,
} from "../../src/playground/slack/local-slack.ts";
import { fullManifest } from "./slack-manifest.ts";

/** A local Slack on a clock that stands still, with a client of the real Web API library. */
export type TestSlack = LocalSlack & { clock: MovableClock; client: WebClient };

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => "error" as never,
  setName() {},
};

/** A Web API client that neither retries nor waits, so that a test sees each answer as it is. */
export function clientOf(slack: LocalSlack, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    logger: silent,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
}

/** Opens a local Slack for one test file. Close it when done. */
export async function openTestSlack(options: Partial<LocalSlackOptions> = {}): Promise<TestSlack> {
  const clock = createMovableClock();
  const slack = await openLocalSlack({ manifest: fullManifest, clock, ...options });
  return { ...slack, clock, client: clientOf(slack) };
}

/** A logger for Slack's libraries that says nothing. */
export const silentLogger = silent;

/** What Slack answered a call it refused. Fails when the call went well. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ error: string } & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: { error: string } & Record<string, unknown> };
    if (data) return data;
    throw error;
  }
  throw new Error("The call went well, but was to be refused");
}

/** Calls a Web API method with plain fetch, to see status and headers. */
export function post(
  slack: LocalSlack,
  method: string,
  args: Record<string, string> = {},
  token: string | undefined = slack.botToken,
): Promise<Response> {
  return fetch(slack.apiUrl + method, {
    method: "POST",
    body: new URLSearchParams(args),
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
  });
}
