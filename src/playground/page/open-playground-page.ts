import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { controlReply } from "../../fake-clay/control-routes.ts";
import type { FakeClay } from "../../fake-clay/open-fake-clay.ts";
import { sendReply } from "../../fake-clay/reply.ts";
import { createDrills, type Drills } from "../drills/create-drills.ts";
import type { Replay } from "../drills/lost-rows.ts";
import { serveControl } from "../slack/control/control-http.ts";
import type { LocalSlack } from "../slack/local-slack.ts";
import { readBody, sendJson } from "../slack/server.ts";
import { announceChanges } from "./announce-changes.ts";
import { isFromHere } from "./is-from-here.ts";
import { serveClient } from "./serve-client.ts";
import { serveDrills } from "./serve-drills.ts";
import { serveFile } from "./serve-file.ts";

export type PlaygroundPageOptions = {
  slack: LocalSlack;
  clay: FakeClay;
  /** Who may reach it: this machine alone unless told otherwise. */
  host?: string;
  /** 0 (the default) takes any free port. */
  port?: number;
  /** How lost rows are sent again in a drill. */
  replay?: Replay;
};

export type PlaygroundPage = { url: string; close(): Promise<void> };

/** Serves the page that shows a local Slack and a fake Clay to people, with all it asks for, on one port. */
export async function openPlaygroundPage(options: PlaygroundPageOptions): Promise<PlaygroundPage> {
  const { slack, clay, host = "127.0.0.1", port = 0 } = options;
  const drills = createDrills({ slack: slack.control, clay: clay.control, replay: options.replay });
  const server = createServer((request, response) => {
    route({ slack, clay, host, drills }, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    async close() {
      drills.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Parts = { slack: LocalSlack; clay: FakeClay; host: string; drills: Drills };

async function route(
  { slack, clay, host, drills }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isFromHere(request, host)) return sendJson(response, 403, { error: "Not from this page" });
  const { pathname } = new URL(request.url ?? "/", "http://local");
  const [, room = "", name = ""] = pathname.split("/");
  if (room === "slack") {
    const site = { url: request.headers.origin ?? "", stream: slack.stream };
    return serveControl(site, slack.control, name, request, response);
  }
  if (room === "clay") {
    const body = (await readBody(request)).toString("utf8");
    const asked = { method: request.method ?? "GET", path: pathname.slice("/clay".length), body };
    const reply = await controlReply(clay.control, asked);
    return reply ? sendReply(response, reply, { delayMs: 0 }) : sendJson(response, 404, {});
  }
  if (room === "files") return serveFile(slack.control, name, response);
  if (room === "drills") return serveDrills(drills, name, request, response);
  if (room === "changes") return announceChanges({ slack, clay, drills }, request, response);
  return serveClient(pathname, response);
}
