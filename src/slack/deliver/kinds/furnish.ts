import { fingerprintOf } from "../../../lib/fingerprint.ts";
import { waitLeftMs } from "../../../lib/time.ts";
import { DeliveryError } from "../../web/delivery-error.ts";
import { channelAt } from "../place.ts";
import type { ArchiveSlot, BookmarkSlot, PinSlot, Slot, TopicSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

/** Slack allows some twenty topics a minute, and posts a line in the channel for each. */
const topicGapMs = 5000;

/**
 * What makes the channel comfortable: topic, pin, bookmarks, archiving. Each call may safely be made twice,
 * so it needs no intention; Slack's "already so" answers count as done.
 */
export async function deliverTopic(slot: TopicSlot, tools: Tools): Promise<void> {
  const there = tools.delivered.get(slot.slot);
  const leftMs = there ? waitLeftMs(there.updatedAt, topicGapMs, tools.clock.now()) : 0;
  const isNew = there?.fingerprint !== fingerprintOf([channelAt("own channel", tools), slot.text]);
  if (isNew && leftMs > 0) throw new DeliveryError("postponed", "topic_just_set", leftMs);
  await once(slot, slot.text, tools, (channel) =>
    tools.write("conversations.setTopic", { channel, topic: slot.text }),
  );
}

/** Pins the message of another slot, and again when that message was posted anew. */
export async function deliverPin(slot: PinSlot, tools: Tools): Promise<void> {
  const message = tools.delivered.get(slot.messageSlot)?.ref;
  if (!message?.ts) throw new DeliveryError("postponed", "message_not_posted");
  const timestamp = message.ts;
  await once(slot, timestamp, tools, (channel) => tools.write("pins.add", { channel, timestamp }));
}

/** Adds a link to the channel's bookmarks, unless one to the same address is there. */
export async function deliverBookmark(slot: BookmarkSlot, tools: Tools): Promise<void> {
  await once(slot, slot.url, tools, async (channel) => {
    const { bookmarks = [] } = await tools.read("bookmarks.list", { channel_id: channel });
    if (bookmarks.some(({ link }) => link === slot.url)) return;
    const emoji = slot.emoji ? { emoji: slot.emoji } : {};
    await tools.write("bookmarks.add", {
      channel_id: channel,
      title: slot.title,
      type: "link",
      link: slot.url,
      ...emoji,
    });
  });
}

/** Archives the record's channel. */
export async function deliverArchive(slot: ArchiveSlot, tools: Tools): Promise<void> {
  await once(slot, "archived", tools, (channel) => tools.write("conversations.archive", { channel }));
}

const alreadySo = new Set(["already_pinned", "already_archived"]);

async function once(
  { slot, ...where }: Slot,
  content: string,
  tools: Tools,
  call: (channel: string) => Promise<unknown>,
): Promise<void> {
  const channel = channelAt(("to" in where && where.to) || "own channel", tools);
  const fingerprint = fingerprintOf([channel, content]);
  const there = tools.delivered.get(slot);
  if (there?.state === "delivered" && there.fingerprint === fingerprint) return;
  try {
    await call(channel);
  } catch (error) {
    if (!(error instanceof DeliveryError) || !alreadySo.has(error.code)) throw error;
  }
  await tools.save({ slot, state: "delivered", fingerprint, ref: {}, attempts: 1 });
}
