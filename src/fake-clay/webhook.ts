import type { RateLimit } from "./rate-limit.ts";
import { jsonReply, type Reply, replyFor } from "./reply.ts";
import type { FakeRequest } from "./request.ts";
import type { Tables } from "./tables.ts";
import { type World, webhookLimit } from "./world.ts";

/** What webhooks are told by beside the world: how fast rows may come, and where they go. */
export type RowKeeping = { rateLimit: RateLimit; tables: Tables };

const maxRowBytes = 100 * 1024;

/** Workflows have no token but their address, take 202 for 200, and know nothing of an address that was theirs. */
function isWorkflow(id: string): boolean {
  return id.startsWith("wfrs_");
}

/** Takes one row as Clay's webhook sources do, or says why not. Every accepted body is one row, even an array. */
export function webhookReply(
  world: World,
  request: FakeRequest,
  id: string,
  { rateLimit, tables }: RowKeeping,
): Reply {
  const webhook = world.webhooks[id];
  if (!webhook || request.method !== "POST") return replyFor("not_found", request.path, 0);
  if (!rateLimit.takes()) return replyFor("rate_limited", request.path, 1);
  if (!/^application\/json\b/i.test(String(request.headers["content-type"]))) {
    return replyFor("bad_request", request.path, 0);
  }
  if (webhook.token !== undefined && request.headers["x-clay-webhook-auth"] !== webhook.token) {
    return replyFor("unauthorized", request.path, 0);
  }
  if (Buffer.byteLength(request.body) > maxRowBytes)
    return jsonReply(400, { message: "Payload over 100 KB" });
  if (!isJson(request.body)) return jsonReply(400, { message: "Body is not JSON" });
  if (webhook.rows >= webhookLimit) return replyFor("limit_reached", request.path, 0);
  webhook.rows += 1;
  tables.add(id, request.body);
  return isWorkflow(id)
    ? jsonReply(202, { runId: `run_local_${webhook.rows}` })
    : jsonReply(200, { success: true });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
