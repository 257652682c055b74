import { setTimeout } from "node:timers/promises";
import type { Logger } from "../../../log.ts";
import type { Content } from "../../deliver/slots.ts";
import type { Web } from "../../web/web.ts";
import { type Reply, toldAtOnce } from "./reply.ts";

/** Where a private answer may go: back where the request came from, else directly to the person. */
export type ReplyPlace = {
  userId: string;
  channel: string | null;
  threadTs?: string;
  responseUrl?: string | undefined;
};

/** Tells the person, privately. Never throws: what cannot be told is logged. */
export type Respond = (reply: Reply, place: ReplyPlace) => Promise<void>;

const withinMs = 5000;

/** People wait this long without a word; Slack lets nobody edit what was told privately. */
const soonMs = 900;

/**
 * Opens the ways of answering, tried in turn: the response URL, an ephemeral message, a direct message. Where there is
 * more to tell soon, that alone is told.
 */
export function createRespond(web: Pick<Web, "interactive">, log: Logger, patienceMs = soonMs): Respond {
  async function tell(say: Content, { userId, channel, threadTs, responseUrl }: ReplyPlace): Promise<void> {
    const ways = [
      responseUrl && (() => viaResponseUrl(responseUrl, say)),
      channel &&
        (() =>
          web.interactive("chat.postEphemeral", {
            channel,
            user: userId,
            ...say,
            ...(threadTs && { thread_ts: threadTs }),
          })),
      () => web.interactive("chat.postMessage", { channel: userId, ...say }),
    ];
    for (const way of ways) {
      if (!way) continue;
      try {
        await way();
        return;
      } catch (err) {
        log.info({ err, user: userId }, "a way of answering failed");
      }
    }
    log.warn({ user: userId }, "could not answer a person");
  }

  return async function respond(reply, place) {
    const answer = reply.kind === "later" ? reply.answer : undefined;
    const soon = answer && (await Promise.race([answer, setTimeout(patienceMs, undefined, { ref: false })]));
    const content = toldAtOnce(reply);
    if (content && !soon) await tell(content, place);
    if (answer) await respond(soon ?? (await answer), place);
  };
}

async function viaResponseUrl(url: string, say: Content): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...say, response_type: "ephemeral", replace_original: false }),
    signal: AbortSignal.timeout(withinMs),
  });
  // What is left unread keeps its connection.
  await response.body?.cancel();
  if (!response.ok) throw new Error(`response_url answered ${response.status}`);
}
