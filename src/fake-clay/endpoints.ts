import { htmlReply, jsonReply, type Reply, replyFor } from "./reply.ts";
import type { FakeRequest } from "./request.ts";
import { statusReply } from "./status-page.ts";
import type { Endpoint, Switch } from "./switches.ts";
import { type RowKeeping, webhookReply } from "./webhook.ts";
import type { World } from "./world.ts";

/** The endpoint a path belongs to; `webhookId` names the webhook. One server plays all of Clay's hosts by path. */
export function endpointOf(path: string): { endpoint: Endpoint; webhookId?: string } | undefined {
  const webhookId = webhookPaths.exec(path)?.slice(1).find(Boolean);
  if (webhookId) return { endpoint: "webhook", webhookId };
  const endpoint = paths[path.replace(/(.)\/$/, "$1")];
  return endpoint && { endpoint };
}

const webhookPaths =
  /^(?:\/v3\/sources\/webhook\/([\w-]+)|\/v3\/tc-workflows\/streams\/(wfrs_[\w-]+)\/webhook)$/;

const paths: Record<string, Endpoint> = {
  "/status": "status",
  "/api/v1/status.json": "status",
  "/api/v1/incidents.json": "status",
  "/api/v2/status.json": "status",
  "/api/v2/summary.json": "status",
  "/history.rss": "feed",
  "/www": "www",
  "/app": "app",
  "/api": "api",
  "/public/v0/me": "me",
  "/public/v0/credits/balance": "credits",
  "/v1/people/enrich": "enrich",
  "/callback/health": "callback",
};

/** The switch in force: a webhook's own before the one for all webhooks, the feed's before that of its page. */
function switchFor(world: World, endpoint: Endpoint, webhookId?: string): Switch | undefined {
  const own = webhookId === undefined ? undefined : world.switches[`webhook:${webhookId}`];
  const ofPage = endpoint === "feed" ? world.switches.status : undefined;
  return own ?? world.switches[endpoint] ?? ofPage;
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
  const own = () => ownReply(world, request, found, keeping);
  if (asked?.answer === "accepted") return { reply: asAccepted(own()), delayMs };
  if (asked && asked.answer !== "ok") {
    return { reply: replyFor(asked.answer, request.path, asked.retryAfterSeconds), delayMs };
  }
  return { reply: own(), delayMs };
}

/** 202 is documented beside 200: taken, and worked on later. */
function asAccepted(reply: Reply): Reply {
  return typeof reply === "object" && reply.status === 200 ? { ...reply, status: 202 } : reply;
}

function ownReply(
  world: World,
  request: FakeRequest,
  { endpoint, webhookId = "" }: { endpoint: Endpoint; webhookId?: string },
  keeping: RowKeeping,
): Reply {
  switch (endpoint) {
    case "status":
    case "feed":
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
      return withKey(world, request, {
        balance: credits,
        // Plans of legacy billing have no such field.
        ...(actions === null ? {} : { action_execution_balance: actions }),
      });
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
