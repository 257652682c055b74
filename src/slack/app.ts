import { setTimeout } from "node:timers/promises";
import {
  App,
  HTTPReceiver,
  LogLevel,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from "@slack/bolt";
import type { Config } from "../config/schema.ts";
import { createProxyDispatcher } from "../lib/network/proxy-dispatcher.ts";
import { createProxyFor } from "../lib/network/proxy-for.ts";
import type { Routes } from "../lib/routes.ts";
import type { Logger } from "../log.ts";
import type { Clock } from "../record/ports.ts";
import type { BotHealth } from "../service/bot-health.ts";
import { createBoltLogger } from "./bolt-logger.ts";
import { guardAck } from "./requests/receive/guard-ack.ts";
import { refuseUnreadable } from "./requests/receive/refuse-unreadable.ts";
import { timeAck } from "./requests/receive/time-ack.ts";
import { isTokenRefusal, toDeliveryError } from "./web/delivery-error.ts";
import { createSlackFetch } from "./web/slack-fetch.ts";
import type { TokenWatch } from "./web/token-watch.ts";

/** One socket to Slack and for how many milliseconds it has been in that state. */
export type SocketState = { connected: boolean; forMs: number };

type Fetch = ReturnType<typeof createSlackFetch>;

/** The running connection to Slack. */
export type SlackApp = {
  app: App;
  /** The bot's own user id and workspace, known once started. */
  identity(): { botUserId: string; teamId: string };
  /** Connects; tries again for as long as Slack cannot be reached, and rejects when it refuses the tokens. */
  start(): Promise<void>;
  /** Answers the requests under way (for at most `drainMs`), then takes no more. */
  stop(drainMs: number): Promise<void>;
  /** One entry per socket; empty in HTTP mode. */
  sockets(): SocketState[];
};

/** Slack's refresh of a connection and its outages end; the SDK's own backoff grows without bound. */
const reconnectForever = { forever: true, factor: 1.5, minTimeout: 500, maxTimeout: 10_000, randomize: true };

/** Wires Bolt for Socket Mode or HTTP as the configuration says. Listeners are the caller's. */
export function createSlackApp(
  config: Config,
  ports: { clock: Clock; log: Logger; routes: Routes; health: BotHealth; tokens: TokenWatch; fetch: Fetch },
): SlackApp {
  const { slack } = config;
  const logger = createBoltLogger(ports.log);
  const receivers =
    slack.mode === "socket"
      ? socketReceivers(config, logger, ports.tokens)
      : [httpReceiver(config, ports.routes, logger)];
  const app = openBolt(receivers[0]!, slack, logger, ports);
  const underWay = new Set<Promise<void>>();
  const guarded = {
    processEvent: (event: ReceiverEvent) => {
      const answered =
        refuseUnreadable(event, ports.log) ??
        guardAck(timeAck(event, ports.health), (e) => app.processEvent(e), ports.log);
      const work = answered.finally(() => underWay.delete(work));
      underWay.add(work);
      return work;
    },
  } as App;
  for (const receiver of receivers) receiver.init(guarded);
  const sockets = receivers.flatMap((receiver) =>
    receiver instanceof SocketModeReceiver ? watch(receiver, ports.clock) : [],
  );
  let identity: { botUserId: string; teamId: string } | undefined;

  return {
    app,
    identity() {
      if (!identity) throw new Error("The Slack app has not been started");
      return identity;
    },
    async start() {
      const auth = await untilReachable(async () => {
        await app.init();
        return app.client.auth.test();
      }, ports);
      identity = { botUserId: auth.user_id!, teamId: auth.team_id! };
      // A receiver of sockets takes no address.
      const { host, port } = config.http;
      const started = Promise.all(receivers.map((receiver) => receiver.start({ host, port })));
      const refused = ports.tokens.whenRefused("app").then((why) => {
        throw new Error(why);
      });
      // Whichever comes second: later on a refusal is told by health, and nothing ends for it.
      for (const either of [started, refused]) either.catch(() => {});
      await Promise.race([started, refused]);
    },
    async stop(drainMs) {
      const patience = setTimeout(drainMs, undefined, { ref: false });
      const ended = async () => {
        while (underWay.size > 0) await Promise.allSettled(underWay);
      };
      // An ack goes back over the connection its click came by.
      await Promise.race([ended(), patience]);
      // Of somebody who never ends a request, the HTTP receiver would wait for minutes to see the end.
      await Promise.race([Promise.all(receivers.map((receiver) => receiver.stop())), patience]);
      await Promise.race([ended(), patience]);
    },
    sockets: () => sockets.map((socket) => socket()),
  };
}

/** Bolt for one receiver; the others hand it what they hear. */
function openBolt(
  receiver: Receiver,
  slack: Config["slack"],
  logger: BoltLogger,
  { log, fetch }: { log: Logger; fetch: Fetch },
): App {
  const app = new App({
    receiver,
    token: slack.bot_token!,
    logger,
    logLevel: LogLevel.INFO,
    // A failed auth.test in the constructor would poison the app for good.
    deferInitialization: true,
    convoStore: false,
    clientOptions: {
      slackApiUrl: slack.api_url,
      timeout: 5000,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      fetch,
    },
  });
  app.error(async (failure) => {
    log.error({ err: failure }, "a listener failed");
    throw failure;
  });
  return app;
}

const retryAfterMs = 3000;

/** So many refusals of a token in a row are no accident. */
const refusalsAtMost = 3;

/** Tries until Slack answers. What it answers with a refusal (a wrong token) is for the operator and is raised. */
async function untilReachable<T>(ask: () => Promise<T>, { log }: { log: Logger }): Promise<T> {
  for (let refusals = 0; ; ) {
    try {
      return await ask();
    } catch (error) {
      const sorted = toDeliveryError(error);
      const { code, kind } = sorted;
      if (kind === "permanent" || (isTokenRefusal(code) && ++refusals === refusalsAtMost)) throw error;
      log.warn(
        { code },
        isTokenRefusal(code) ? "Slack refuses the token; trying again" : "cannot reach Slack; trying again",
      );
      await setTimeout(retryAfterMs);
    }
  }
}

type BoltLogger = ReturnType<typeof createBoltLogger>;

function socketReceivers({ slack, network }: Config, logger: BoltLogger, tokens: TokenWatch): Receiver[] {
  // Without a proxy the SDK's own dispatcher is better: it closes what Slack leaves half open.
  const hasProxy = Boolean(network.http_proxy || network.https_proxy);
  const dispatcher = hasProxy && createProxyDispatcher(createProxyFor(network));
  // The SDK ends a client for good whose token was refused once, which would end the process.
  const fetch = createSlackFetch(
    { slackTime: () => {}, token: (refusal) => tokens.heard("app", refusal) },
    { persist: true },
  );
  return Array.from(
    { length: slack.connections },
    () =>
      new SocketModeReceiver({
        appToken: slack.app_token!,
        ...(dispatcher && { dispatcher }),
        logger,
        logLevel: LogLevel.INFO,
        // An options object of its own: the SDK writes into it, and what it writes must reach no other client.
        installerOptions: {
          clientOptions: {
            slackApiUrl: slack.api_url,
            timeout: 10_000,
            retryConfig: { ...reconnectForever },
            fetch,
          },
        },
      }),
  );
}

function httpReceiver(config: Config, routes: Routes, logger: BoltLogger): Receiver {
  return new HTTPReceiver({
    signingSecret: config.slack.signing_secret!,
    port: config.http.port,
    logger,
    logLevel: LogLevel.INFO,
    customRoutes: Object.entries(routes).map(([path, handler]) => ({ path, method: ["GET"], handler })),
  });
}

function watch(receiver: SocketModeReceiver, clock: Clock): () => SocketState {
  let state = { connected: false, since: clock.ticks() };
  const becomes = (connected: boolean) => () => {
    if (connected !== state.connected) state = { connected, since: clock.ticks() };
  };
  receiver.client.on("connected", becomes(true));
  for (const lost of ["disconnected", "reconnecting", "close"]) receiver.client.on(lost, becomes(false));
  return () => ({ connected: state.connected, forMs: Math.round(clock.ticks() - state.since) });
}
