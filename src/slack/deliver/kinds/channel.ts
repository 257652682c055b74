import { DeliveryError } from "../../web/delivery-error.ts";
import { intend } from "../intend.ts";
import type { ChannelSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

const maxNameLength = 80;
const maxSuffix = 20;

/**
 * Opens the record's channel, once. A name that is taken gets a suffix (-2, -3…): an old channel is never reused.
 * After an open attempt of unclear outcome a channel of that name made by the bot itself is ours.
 */
export async function deliverChannel(slot: ChannelSlot, tools: Tools): Promise<void> {
  const there = tools.delivered.get(slot.slot)?.ref.channel;
  if (there && there !== slot.lost) return;
  await intend(tools, { slot: slot.slot, fingerprint: slot.name, ref: {} }, async (openSince) => {
    const found = openSince && (await findOwn(slot, openSince, tools));
    return { ...(found || (await create(slot, tools))), private: String(slot.private) };
  });
}

async function create(slot: ChannelSlot, tools: Tools): Promise<{ channel: string; name: string }> {
  for (let suffix = 1; suffix <= maxSuffix; suffix++) {
    const name = suffixed(slot.name, suffix);
    try {
      const { channel } = await tools.write("conversations.create", { name, is_private: slot.private });
      if (!channel?.id) throw new DeliveryError("unclear", "no_channel_id");
      return { channel: channel.id, name: channel.name ?? name };
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.code !== "name_taken") throw error;
    }
  }
  throw new DeliveryError("permanent", "name_taken");
}

function suffixed(name: string, suffix: number): string {
  const ending = suffix === 1 ? "" : `-${suffix}`;
  return `${name.slice(0, maxNameLength - ending.length)}${ending}`;
}

/** Our clock and Slack's may differ by this much. */
const clockSkewSeconds = 60;

async function findOwn(slot: ChannelSlot, openSince: string, tools: Tools) {
  const names = new Set(Array.from({ length: maxSuffix }, (_, i) => suffixed(slot.name, i + 1)));
  const createdAfter = Date.parse(openSince) / 1000 - clockSkewSeconds;
  let cursor: string | undefined;
  do {
    const page = await tools.read("conversations.list", {
      types: slot.private ? "private_channel" : "public_channel",
      exclude_archived: true,
      limit: 999,
      ...(cursor ? { cursor } : {}),
    });
    const own = page.channels?.find(
      ({ name, creator, created = 0 }) =>
        names.has(name ?? "") && creator === tools.botUserId && created >= createdAfter,
    );
    if (own) return { channel: own.id!, name: own.name! };
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return undefined;
}
