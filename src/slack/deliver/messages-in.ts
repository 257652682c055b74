import type { Tools } from "./tools.ts";

const pageSize = 200;

/**
 * The messages of a channel, or of one thread with its first, since `oldest` where that is given: however many there
 * are, read page by page as far as they are asked for.
 */
export async function* messagesIn(
  tools: Tools,
  where: { channel: string; threadTs?: string | undefined; oldest?: string },
) {
  const { channel, threadTs, oldest } = where;
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
      ? await tools.read("conversations.replies", { ...options, ts: threadTs })
      : await tools.read("conversations.history", options);
    yield* page.messages ?? [];
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
}
