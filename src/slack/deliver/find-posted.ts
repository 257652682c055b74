import type { Instant } from "../../lib/time.ts";
import { DeliveryError } from "../web/delivery-error.ts";
import { messagesIn } from "../web/messages-in.ts";
import type { Tools } from "./tools.ts";

/** Marks the bot's messages in Slack, so that one whose answer was lost can be found instead of posted again. */
export const metadataType = "clay_incident";

/** The metadata of a message: its record and its name in it. Readable by anyone: no secrets. */
export function metadataFor(stream: string, key: string) {
  return { event_type: metadataType, event_payload: { stream, key } };
}

/**
 * Looks in a channel, a person's direct messages or a thread for the message with this key, posted since about `since`,
 * however much was said there meanwhile. Where we may not read, the answer is undefined: a message twice is better than
 * never.
 */
export async function findPosted(
  tools: Tools,
  where: { channel: string; threadTs?: string | undefined },
  key: string,
  since: Instant,
): Promise<{ channel: string; ts: string } | undefined> {
  try {
    const channel = await conversationId(tools, where.channel);
    for await (const { ts, metadata } of messagesIn(tools, { channel, threadTs: where.threadTs, since }))
      if (ts && isOurs(metadata, tools.stream, key)) return { channel, ts };
    return undefined;
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== "permanent") throw error;
    tools.log.warn({ stream: tools.stream, key, code: error.code }, "could not look for a message");
    return undefined;
  }
}

async function conversationId(tools: Tools, place: string): Promise<string> {
  if (!/^[UW]/.test(place)) return place;
  const { channel } = await tools.read("conversations.open", { users: place });
  return channel?.id ?? place;
}

function isOurs(
  metadata: { event_type?: string; event_payload?: object } | undefined,
  stream: string,
  key: string,
): boolean {
  const payload = metadata?.event_payload as { stream?: string; key?: string } | undefined;
  return metadata?.event_type === metadataType && payload?.stream === stream && payload.key === key;
}
