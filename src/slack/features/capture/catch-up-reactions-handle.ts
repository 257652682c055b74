import { entryOf } from "../../../incident/state.ts";
import { addMinutes, type Instant } from "../../../lib/time.ts";
import { listAll } from "../../../service/list-all.ts";
import type { Desk } from "../../requests/desk.ts";
import { parseMessage, type SlackMessage } from "../../requests/receive/slack-message.ts";
import { messagesIn } from "../../web/messages-in.ts";
import { capture, isEmoji } from "./capture.ts";

/** After the resolution people still collect for the postmortem. */
const collectsForMinutes = 3 * 24 * 60;

/**
 * Adds to the timelines what was marked in the incidents' channels while nobody listened: Slack tells of a reaction
 * a few times only. What was taken back meanwhile is not seen.
 */
export async function catchUpReactions(desk: Desk, signal: AbortSignal): Promise<void> {
  const lately = addMinutes(desk.clock.now(), -collectsForMinutes);
  for await (const { stream, channelId, endedAt } of listAll(desk.store, { kind: "incident" })) {
    if (signal.aborted) return;
    if (!channelId || (endedAt !== null && endedAt < lately)) continue;
    await addMarked(stream, channelId, desk).catch((err) => {
      if (!signal.aborted) desk.log.warn({ err, stream }, "could not look for reactions in a channel");
    });
  }
}

async function addMarked(stream: string, channel: string, desk: Desk): Promise<void> {
  const { incidents, people, config } = desk;
  const { declared, channelLost, archived } = await incidents.load(stream);
  if (channelLost !== null || archived) return;
  for await (const message of everythingIn(channel, declared.at, desk)) {
    const source = { channel, ts: message.ts };
    for (const id of markedBy(message, config.incident.pin_emoji)) {
      const { backers = [] } = entryOf(await incidents.load(stream), source) ?? {};
      if (backers.some((backer) => backer.kind === "person" && backer.id === id)) continue;
      const admission = await people.admit(id, undefined);
      if ("person" in admission) await capture(stream, source, message, { by: admission.person }, desk);
    }
  }
}

/** The messages since then and the replies to them, which are not in a channel's history. */
async function* everythingIn(channel: string, since: Instant, { web }: Desk): AsyncIterable<SlackMessage> {
  for await (const raw of messagesIn(web, { channel, since })) {
    const message = parseMessage(raw);
    if (!message) continue;
    yield message;
    if (message.reply_count === 0) continue;
    for await (const reply of messagesIn(web, { channel, threadTs: message.ts })) {
      const parsed = parseMessage(reply);
      if (parsed && parsed.ts !== message.ts) yield parsed;
    }
  }
}

function markedBy({ reactions }: SlackMessage, emoji: string): string[] {
  return reactions.flatMap(({ name, users }) => (isEmoji(name, emoji) ? users : []));
}
