import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createCallLog } from "./call-log.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Control, createControl } from "./control/control.ts";
import { serveControl } from "./control/control-http.ts";
import { createDelivery } from "./delivery/delivery.ts";
import { createHttpTransport } from "./delivery/http.ts";
import { createSocketTransport } from "./delivery/socket.ts";
import { createFaults } from "./faults.ts";
import { botScopes, type Manifest, manifestProblems } from "./manifest.ts";
import { createLimiter } from "./rate.ts";
import { createResponseUrls } from "./response-urls.ts";
import { sendJson, serveApi, serveFile, serveResponseUrl, serveUpload } from "./server.ts";
import type { Settings, Slack } from "./slack.ts";
import { createStream, type Stream } from "./stream.ts";
import { createTriggers } from "./triggers.ts";
import { createIds } from "./workspace/ids.ts";
import { createViews } from "./workspace/views.ts";
import { createWorkspace, seedWorkspace } from "./workspace/workspace.ts";

export type LocalSlackOptions = {
  /** The app as its manifest.yml describes it, parsed. */
  manifest: Manifest;
  /** 0 (the default) takes any free port. */
  port?: number;
  host?: string;
  /** The time rate windows, deadlines, expiries and retries go by. Real time unless told. */
  clock?: Clock;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  /** Whether to start with the usual people and channels (true unless told). */
  seed?: boolean;
  settings?: Partial<Settings>;
};

/** A Slack workspace of its own, in this process. */
export type LocalSlack = {
  /** Its address, without a slash at the end. */
  url: string;
  /** What a client takes as `slackApiUrl`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  /** Everything a person, an owner or a test can do. The same is under /control/ over HTTP. */
  control: Control;
  /** Everything that changes, in order. */
  stream: Stream;
  close(): Promise<void>;
};

function createSlack(options: LocalSlackOptions): Slack {
  const { manifest, clock = systemClock } = options;
  const ids = createIds(clock);
  const stream = createStream(clock);
  const workspace = createWorkspace(ids, clock);
  const bot = workspace.addUser({
    name: manifest.features?.bot_user?.display_name ?? manifest.display_information.name,
    role: "bot",
  });
  const own = () => slack;
  const slack: Slack = {
    url: "",
    clock,
    ids,
    stream,
    manifest: structuredClone(manifest),
    settings: {
      rateLimits: true,
      canvases: true,
      channelCreation: true,
      guestInvites: true,
      scopes: botScopes(manifest),
      ...options.settings,
    },
    app: {
      appId: "A0LOCAL0001",
      botId: "B0LOCAL0001",
      botUserId: bot.id,
      botToken: options.botToken ?? "xoxb-local-bot",
      appToken: options.appToken ?? "xapp-local-app",
      signingSecret: options.signingSecret ?? "local-signing-secret",
    },
    workspace,
    calls: createCallLog(clock, stream),
    limiter: createLimiter(clock),
    faults: createFaults(clock, stream),
    triggers: createTriggers(clock, ids.secret),
    responseUrls: createResponseUrls(clock, ids.secret),
    views: createViews(ids, stream),
    delivery: createDelivery(own, createSocketTransport(own), createHttpTransport(own)),
  };
  if (options.seed !== false) seedWorkspace(workspace, bot.id);
  return slack;
}

async function route(
  slack: Slack,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://local").pathname;
  const [, room = "", name = ""] = path.split("/");
  if (room === "api") return serveApi(slack, name, request, response);
  if (room === "actions") return serveResponseUrl(slack, path, request, response);
  if (room === "upload") return serveUpload(slack, name, request, response);
  if (room === "files") return serveFile(slack, name, request, response);
  if (room === "control") return serveControl(slack, control, name, request, response);
  sendJson(response, 404, { ok: false, error: "not_found" });
}

/**
 * Starts a Slack workspace on this machine, with one app installed from the manifest. Throws when Slack would refuse
 * the manifest.
 */
export async function openLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const problems = manifestProblems(options.manifest);
  if (problems.length > 0) throw new Error(`Slack would refuse this manifest: ${problems.join("; ")}`);
  const slack = createSlack(options);
  const control = createControl(slack);
  const server = createServer((request, response) => {
    route(slack, control, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: String(error) });
    });
  });
  server.on("upgrade", slack.delivery.socket.upgrade);
  const { host = "127.0.0.1", port = 0 } = options;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  slack.url = `http://${host}:${(server.address() as AddressInfo).port}`;

  return {
    url: slack.url,
    apiUrl: `${slack.url}/api/`,
    botToken: slack.app.botToken,
    appToken: slack.app.appToken,
    signingSecret: slack.app.signingSecret,
    botUserId: slack.app.botUserId,
    control,
    stream: slack.stream,
    async close() {
      slack.faults.clear();
      await slack.delivery.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
