import { addMilliseconds, type Instant } from "../../lib/time.ts";
import type { Web } from "./web.ts";

const pageSize = 200;

/** Our clock and Slack's may differ by this much. */
const clockSkewMs = 60_000;

/**
 * The messages of a channel, or of one thread with its first, since about `since` where that is given: however many there
 * are, read page by page as far as they are asked for.
 */
export async function* messagesIn(
  { read }: Pick<Web, "read">,
  where: { channel: string; threadTs?: string | undefined; since?: Instant },
) {
  const { channel, threadTs, since } = where;
  const oldest = since && String(Date.parse(addMilliseconds(since, -clockSkewMs)) / 1000);
  let cursor: string | undefined;
  do {
    const options = {
      channel,
      limit: pageSize,
      include_all_metadata: true,
      ...(oldest && { oldest }),
      ...(cursor && { cursor }),
    };
    const page = threadTs
      ? await read("conversations.replies", { ...options, ts: threadTs })
      : await read("conversations.history", options);
    yield* page.messages ?? [];
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
}
