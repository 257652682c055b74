import { htmlReply, jsonReply, type Reply, replyFor } from "./reply.ts";
import { statusReply } from "./status-page.ts";
import type { Endpoint, Switch } from "./switches.ts";
import { type RowKeeping, webhookReply } from "./webhook.ts";
import type { World } from "./world.ts";

/** A request as the endpoints read it. */
export type FakeRequest = {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
};

/** The endpoint a path belongs to; `webhookId` names the webhook. One server plays all of Clay's hosts by path. */
export function endpointOf(path: string): { endpoint: Endpoint; webhookId?: string } | undefined {
  const webhookId = /^\/v3\/sources\/webhook\/([\w-]+)$/.exec(path)?.[1];
  if (webhookId) return { endpoint: "webhook", webhookId };
  const endpoint = paths[path.replace(/(.)\/$/, "$1")];
  return endpoint && { endpoint };
}

const paths: Record<string, Endpoint> = {
  "/status": "status",
  "/api/v1/status.json": "status",
  "/api/v1/incidents.json": "status",
  "/api/v2/status.json": "status",
  "/api/v2/summary.json": "status",
  "/www": "www",
  "/app": "app",
  "/api": "api",
  "/public/v0/me": "me",
  "/public/v0/credits/balance": "credits",
  "/v1/people/enrich": "enrich",
  "/callback/health": "callback",
};

/** The switch in force: a webhook's own before the one for all webhooks. */
export function switchFor(world: World, endpoint: Endpoint, webhookId?: string): Switch | undefined {
  const own = webhookId === undefined ? undefined : world.switches[`webhook:${webhookId}`];
  return own ?? world.switches[endpoint];
}

/** The answer to a request. A webhook that accepts a row counts it. */
export function answer(
  world: World,
  request: FakeRequest,
  keeping: RowKeeping,
): { reply: Reply; delayMs: number } {
  const found = endpointOf(request.path);
  if (!found) return { reply: jsonReply(404, { type: "NoMatchingURL" }), delayMs: 0 };
  const asked = switchFor(world, found.endpoint, found.webhookId);
  const delayMs = asked?.delayMs ?? 0;
  if (asked && asked.answer !== "ok") {
    return { reply: replyFor(asked.answer, request.path, asked.retryAfterSeconds), delayMs };
  }
  return { reply: ownReply(world, request, found, keeping), delayMs };
}

function ownReply(
  world: World,
  request: FakeRequest,
  { endpoint, webhookId = "" }: { endpoint: Endpoint; webhookId?: string },
  keeping: RowKeeping,
): Reply {
  switch (endpoint) {
    case "status":
      return statusReply(world.status, request.path);
    case "www":
      return htmlReply(200, "Clay");
    case "app":
      return htmlReply(200, "Clay app");
    case "api":
      return jsonReply(404, { type: "NoMatchingURL" });
    case "webhook":
      return webhookReply(world, request, webhookId, keeping);
    case "me":
      return withKey(world, request, { user: { id: 1, name: "Local user" }, workspace: { id: 7 } });
    case "credits": {
      const { credits, actions } = world.balance;
      return withKey(world, request, { balance: credits, actionExecutionBalance: actions });
    }
    case "enrich":
      // Clay retired it. Switched to "ok", it is what it was for Enterprise plans before.
      return world.switches.enrich ? enriched(world, request) : replyFor("deprecated", request.path, 0);
    case "callback":
      return jsonReply(200, { ok: true });
  }
}

function enriched(world: World, { headers }: FakeRequest): Reply {
  const known = world.keys.some((key) => headers.authorization === `Bearer ${key}`);
  return known ? jsonReply(200, { person: {} }) : replyFor("unauthorized", "", 0);
}

/** The public API takes its key in `clay-api-key` and nowhere else. */
function withKey(world: World, { headers }: FakeRequest, body: unknown): Reply {
  const key = headers["clay-api-key"];
  if (key === undefined) return jsonReply(401, { message: "Authentication required" });
  if (!world.keys.includes(String(key))) return replyFor("unauthorized", "", 0);
  return jsonReply(200, body, { "request-id": "req_local_200" });
}
