import { DeliveryError } from "../web/delivery-error.ts";
import { findPosted, metadataFor } from "./find-posted.ts";
import type { Content } from "./slots.ts";
import type { Tools } from "./tools.ts";

const noUnfurls = { unfurl_links: false, unfurl_media: false };

/** A message to be posted once. `key` names it among all messages of the record. */
export type Post = {
  channel: string;
  threadTs?: string | undefined;
  key: string;
  content: Content;
  broadcast?: boolean;
};

/** Where a message is. `found`: an earlier attempt had posted it, perhaps with what stood in the record then. */
export type Posted = { channel: string; ts: string; found?: "yes" };

/**
 * Posts a message that must not appear twice. chat.postMessage has no idempotency key: where an earlier attempt's
 * outcome is open, Slack is searched before posting again.
 */
export async function postOnce(
  tools: Tools,
  { channel, threadTs, key, content, broadcast }: Post,
  openSince: string | null,
): Promise<Posted> {
  const found = openSince && (await findPosted(tools, { channel, threadTs }, key, openSince));
  if (found) return { ...found, found: "yes" };
  const message = { channel, ...content, metadata: metadataFor(tools.stream, key), ...noUnfurls };
  const answer = await tools.write(
    "chat.postMessage",
    threadTs ? { ...message, thread_ts: threadTs, reply_broadcast: broadcast ?? false } : message,
  );
  if (!answer.channel || !answer.ts) throw new DeliveryError("unclear", "no_ts");
  return { channel: answer.channel, ts: answer.ts };
}
