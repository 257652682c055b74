import { addMilliseconds, type Instant } from "../../lib/time.ts";
import { DeliveryError } from "../delivery-error.ts";
import type { Tools } from "./tools.ts";

/** Marks the bot's messages in Slack, so that one whose answer was lost can be found instead of posted again. */
export const metadataType = "clay_incident";

/** The metadata of a message: its record and its name in it. Readable by anyone: no secrets. */
export function metadataFor(stream: string, key: string) {
  return { event_type: metadataType, event_payload: { stream, key } };
}

/** Our clock and Slack's may differ by this much. */
const clockSkewMs = 60_000;

/**
 * Looks among the newest messages of a channel, a person's direct messages or a thread for the one with this key,
 * posted since about `since`. Where we may not read, the answer is undefined: a message twice is better than never.
 */
export async function findPosted(
  tools: Tools,
  where: { channel: string; threadTs?: string | undefined },
  key: string,
  since: Instant,
): Promise<{ channel: string; ts: string } | undefined> {
  const oldest = String(Date.parse(addMilliseconds(since, -clockSkewMs)) / 1000);
  try {
    const channel = await conversationId(tools, where.channel);
    const options = { channel, oldest, limit: 100, include_all_metadata: true };
    const { messages = [] } = where.threadTs
      ? await tools.read("conversations.replies", { ...options, ts: where.threadTs })
      : await tools.read("conversations.history", options);
    const ts = messages.find((message) => isOurs(message.metadata, tools.stream, key))?.ts;
    return ts ? { channel, ts } : undefined;
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
