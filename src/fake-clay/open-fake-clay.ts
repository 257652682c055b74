import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { createControl, type Door, type FakeClayControl, type Listeners } from "./control.ts";
import { controlReply } from "./control-routes.ts";
import { answer, endpointOf } from "./endpoints.ts";
import { createRateLimit } from "./rate-limit.ts";
import { sendReply } from "./reply.ts";
import type { FakeRequest } from "./request.ts";
import { createTables } from "./tables.ts";
import type { RowKeeping } from "./webhook.ts";
import { createWorld, localKey, localWebhooks, remember, type World } from "./world.ts";

export type FakeClay = {
  /** Clay's hosts, API and webhooks, which a switch can make refuse connections. */
  url: string;
  /** What is not on Clay's machines: its status page, your callback, the switches. Always answers. */
  sideUrl: string;
  control: FakeClayControl;
  /** The `clay` section of a configuration file that points at this fake. */
  configuration: ReturnType<typeof configurationFor>;
  close(): Promise<void>;
};

/** Opens a Clay on this machine that plays every host by path. Port 0 takes any free one. */
export async function openFakeClay({
  host = "127.0.0.1",
  port = 0,
  sidePort = 0,
  now = () => performance.now(),
}: {
  host?: string;
  port?: number;
  sidePort?: number;
  /** The clock by which rows come too fast, in milliseconds. */
  now?: () => number;
} = {}): Promise<FakeClay> {
  const world = createWorld();
  const keeping = { rateLimit: createRateLimit(now), tables: createTables() };
  const listeners: Listeners = new Set();
  const listener: RequestListener = (request, response) => {
    // Whoever breaks off a request ends the reply to it; nobody is left to tell.
    respond({ world, keeping, control, listeners }, request, response).catch(() => response.destroy());
  };
  const servers = { clay: createServer(listener), side: createServer(listener) };
  const url = await listen(servers.clay, host, port);
  const sideUrl = await listen(servers.side, host, sidePort);
  const control = createControl(world, keeping, createDoor(servers.clay, host), listeners);
  return {
    url,
    sideUrl,
    control,
    configuration: configurationFor(url, sideUrl),
    close: async () => {
      await Promise.all([shut(servers.clay), shut(servers.side)]);
    },
  };
}

function configurationFor(url: string, sideUrl: string) {
  const webhook = (id: string) => `${url}/v3/sources/webhook/${id}`;
  return {
    status_url: `${sideUrl}/api/v1/status.json`,
    status_page: `${sideUrl}/status`,
    hosts: [`${url}/www`, `${url}/app`, `${url}/api`],
    api_url: url,
    webhooks: [
      { name: "leads", url: webhook(localWebhooks.leads), submit: "always" as const },
      { name: "events", url: webhook(localWebhooks.events), submit: "ask" as const },
    ],
    keys: [{ name: "default", key: localKey }],
    callbacks: [{ name: "default", url: `${sideUrl}/callback/health` }],
  };
}

type Parts = { world: World; keeping: RowKeeping; control: FakeClayControl; listeners: Listeners };

async function respond(
  { world, keeping, control, listeners }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await readRequest(request);
  const controlled = await controlReply(control, read);
  if (controlled) return sendReply(response, controlled, { delayMs: 0 });
  remember(world, {
    endpoint: endpointOf(read.path)?.endpoint ?? "unknown",
    method: read.method,
    body: read.body,
  });
  const { reply, delayMs } = answer(world, read, keeping);
  for (const told of [...listeners]) told();
  await sendReply(response, reply, { delayMs });
}

async function readRequest(request: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const body = Buffer.concat(chunks).toString("utf8");
  return { method: request.method ?? "GET", path, headers: request.headers, body };
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  return `http://${host}:${portOf(server)}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function shut(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function createDoor(server: Server, host: string): Door {
  const port = portOf(server);
  return {
    isOpen: () => server.listening,
    setOpen: async (open) => {
      if (open === server.listening) return;
      if (open) await listen(server, host, port);
      else await shut(server);
    },
  };
}
