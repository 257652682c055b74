import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { LocalSlack } from "../../src/playground/slack/local-slack.ts";
import { silentLogger } from "./slack.ts";

/** A running Bolt app, to be stopped. */
export type RunningApp = { app: App; stop: () => Promise<unknown> };

function appOf(slack: LocalSlack, receiver: SocketModeReceiver | HTTPReceiver): App {
  return new App({
    receiver,
    token: slack.botToken,
    logger: silentLogger,
    deferInitialization: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
}

/** Starts a bare Bolt app in Socket Mode. */
export async function startSocketApp(slack: LocalSlack): Promise<RunningApp> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silentLogger,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = appOf(slack, receiver);
  await app.init();
  await app.start();
  return { app, stop: () => receiver.client.disconnect() };
}

/** Starts a bare Bolt app that is reached over HTTP, and points the local Slack at it. */
export async function startHttpApp(
  slack: LocalSlack,
  signingSecret = slack.signingSecret,
): Promise<RunningApp & { url: string }> {
  const receiver = new HTTPReceiver({ signingSecret, logger: silentLogger });
  const app = appOf(slack, receiver);
  await app.init();
  const server = (await app.start({ port: 0, host: "127.0.0.1" })) as unknown as Server;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.control.deliverTo(url);
  const stop = () => {
    server.closeAllConnections();
    return app.stop();
  };
  return { app, url, stop };
}
