import { fingerprintOf } from "../../../lib/fingerprint.ts";
import { waitLeftMs } from "../../../lib/time.ts";
import type { Delivery } from "../../../record/ports.ts";
import { DeliveryError } from "../../web/delivery-error.ts";
import { intend } from "../intend.ts";
import { channelAt, deliveredAt } from "../place.ts";
import { postOnce } from "../post.ts";
import type { MessageSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

/** Edits of one message come at most this often; what changes meanwhile is told by the next one. */
const editGapMs = 1000;

/** Slack's answers that mean: here you cannot post, elsewhere you can. */
const closedToUs = new Set([
  "not_in_channel",
  "channel_not_found",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "is_archived",
]);

/** Slack's answers to an edit that mean: post it anew. */
const messageGone = new Set(["message_not_found", "cant_update_message", "edit_window_closed"]);

/** Posts the slot's message, or edits the one that is there. */
export async function deliverMessage(slot: MessageSlot, tools: Tools): Promise<void> {
  const fingerprint = fingerprintOf(slot.content);
  const there = deliveredAt(slot.slot, slot.to, tools);
  const isCurrent = there?.fingerprint === fingerprint && !there.ref.found;
  if (there?.ref.ts && (slot.once || isCurrent)) return;
  if (there?.ref.ts) {
    const gone = await edit(slot, fingerprint, there, tools);
    if (!gone) return;
    // Somebody deleted it; from now on it counts as told.
    if (slot.onlyIfThere) await tools.save({ ...there, state: "delivered", fingerprint });
  }
  if (!slot.onlyIfThere) await post(slot, fingerprint, tools);
}

async function edit(slot: MessageSlot, fingerprint: string, there: Delivery, tools: Tools): Promise<boolean> {
  const leftMs = waitLeftMs(there.updatedAt, editGapMs, tools.clock.now());
  if (leftMs > 0) throw new DeliveryError("postponed", "edited_just_now", leftMs);
  try {
    await tools.write("chat.update", {
      channel: there.ref.channel!,
      ts: there.ref.ts!,
      ...slot.content,
    });
  } catch (error) {
    if (error instanceof DeliveryError && messageGone.has(error.code)) return true;
    throw error;
  }
  const { found: _, ...ref } = there.ref;
  await tools.save({ ...there, ref, state: "delivered", fingerprint });
  return false;
}

async function post(slot: MessageSlot, fingerprint: string, tools: Tools): Promise<void> {
  const threadTs = slot.inThreadOf ? tools.delivered.get(slot.inThreadOf)?.ref.ts : slot.threadTs;
  if (slot.inThreadOf && !threadTs) throw new DeliveryError("postponed", "thread_not_started");
  const intention = { slot: slot.slot, fingerprint, ref: {} };
  const key = slot.slot;
  const postAt = (at: { channel: string; threadTs?: string | undefined }) =>
    intend(tools, intention, (openSince) =>
      postOnce(tools, { ...at, key, content: slot.content }, openSince),
    );
  let posted: Delivery;
  try {
    posted = await postAt({ channel: channelAt(slot.to, tools), threadTs });
  } catch (error) {
    const channel = slot.otherwiseTo;
    if (!channel || !(error instanceof DeliveryError) || !closedToUs.has(error.code)) throw error;
    posted = await postAt({ channel });
  }
  // It shows what the record said when it was posted: edit it as soon as that may be.
  if (posted.ref.found && !slot.once) throw new DeliveryError("postponed", "found", editGapMs);
}
