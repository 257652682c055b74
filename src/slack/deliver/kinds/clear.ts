import { DeliveryError } from "../../web/delivery-error.ts";
import { messagesIn } from "../../web/messages-in.ts";
import type { ClearSlot, RenameSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

/** Slack's answers that mean: there is nothing of ours left to take away. */
const alreadyGone = new Set(["message_not_found", "cant_delete_message"]);

/**
 * Takes away what the bot said in a channel or a thread, once. May be made again at any point: what is gone is not
 * found again.
 */
export async function deliverClear(slot: ClearSlot, tools: Tools): Promise<void> {
  const { channel } = slot.to;
  const fingerprint = `${channel} ${slot.inThreadOf ?? ""}`;
  if (isDone(slot.slot, fingerprint, tools)) return;
  const parent = slot.inThreadOf && tools.delivered.get(slot.inThreadOf)?.ref.ts;
  const kept = new Set([parent, slot.keep && tools.delivered.get(slot.keep)?.ref.ts]);
  const all = slot.inThreadOf
    ? parent
      ? await repliesOf(channel, parent, tools)
      : []
    : await allIn(channel, tools);
  let refused: DeliveryError | undefined;
  for (const { ts, user } of all)
    if (ts && user === tools.botUserId && !kept.has(ts))
      refused = (await remove(channel, ts, tools)) ?? refused;
  if (refused) throw refused;
  await done(slot.slot, fingerprint, tools);
}

/** Renames a channel, once. */
export async function deliverRename({ slot, to, name }: RenameSlot, tools: Tools): Promise<void> {
  const fingerprint = `${to.channel} ${name}`;
  if (isDone(slot, fingerprint, tools)) return;
  await tools.write("conversations.rename", { channel: to.channel, name });
  await done(slot, fingerprint, tools);
}

function isDone(slot: string, fingerprint: string, tools: Tools): boolean {
  const there = tools.delivered.get(slot);
  return there?.state === "delivered" && there.fingerprint === fingerprint;
}

async function done(slot: string, fingerprint: string, tools: Tools): Promise<void> {
  await tools.save({ slot, state: "delivered", fingerprint, ref: {}, attempts: 1 });
}

type Said = { ts?: string | undefined; user?: string | undefined };

/** Messages and replies; replies first, because a message with replies leaves a stone. */
async function allIn(channel: string, tools: Tools): Promise<Said[]> {
  const found: Said[] = [];
  for await (const message of messagesIn(tools, { channel })) {
    if (message.reply_count) found.push(...(await repliesOf(channel, message.ts!, tools)));
    found.push(message);
  }
  return found;
}

async function repliesOf(channel: string, threadTs: string, tools: Tools): Promise<Said[]> {
  const found: Said[] = [];
  for await (const message of messagesIn(tools, { channel, threadTs }))
    if (message.ts !== threadTs) found.push(message);
  return found;
}

/** Gives the refusal where Slack will not delete a message: it must not keep the others there. */
async function remove(channel: string, ts: string, tools: Tools): Promise<DeliveryError | undefined> {
  try {
    await tools.write("chat.delete", { channel, ts });
    return undefined;
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== "permanent") throw error;
    return alreadyGone.has(error.code) ? undefined : error;
  }
}
