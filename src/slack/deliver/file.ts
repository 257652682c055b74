import type { Delivery } from "../../engine/ports.ts";
import { addMilliseconds, type Instant } from "../../lib/time.ts";
import { DeliveryError } from "../delivery-error.ts";
import { mrkdwn, shortenMrkdwn, textLimit } from "../render/mrkdwn.ts";
import type { FileSlot } from "../slots.ts";
import { upload } from "../upload.ts";
import { intend } from "./intend.ts";
import { messagesIn } from "./messages-in.ts";
import { channelAt, deliveredAt } from "./place.ts";
import type { Tools } from "./tools.ts";

/** Slack shows a file a moment after it took it; only after this long is one that is not there taken as lost. */
const sharingTakesMs = 5000;

/** Our clock and Slack's may differ by this much. */
const clockSkewMs = 60_000;

/**
 * Posts a file once per revision. Its bytes may be sent any number of times without effect; the one call that shows
 * it has an intention, which names the file, so that it is looked for in the channel before it is shown again.
 */
export async function deliverFile(slot: FileSlot, tools: Tools): Promise<void> {
  const there = deliveredAt(slot.slot, "own channel", tools);
  if (there?.state === "delivered" && there.fingerprint === slot.revision) return;
  if (slot.insteadOf && !isFailed(slot.insteadOf, tools)) return;
  const channel = channelAt("own channel", tools);
  if (there?.state === "intended" && (await wasShown(there, channel, tools))) {
    await tools.save({ ...there, state: "delivered" });
    // What was shown may be an earlier revision.
    if (there.fingerprint === slot.revision) return;
  }
  const { name, altText } = slot;
  const file = await upload(tools.write, { name, altText, content: await slot.content() });
  await intend(tools, { slot: slot.slot, fingerprint: slot.revision, ref: { channel, file } }, async () => {
    await tools.write("files.completeUploadExternal", {
      channel_id: channel,
      files: [{ id: file, title: slot.title }],
      initial_comment: shortenMrkdwn(mrkdwn(slot.comment), textLimit),
    });
    return { channel, file };
  });
}

function isFailed(slot: string, tools: Tools): boolean {
  return tools.delivered.get(slot)?.state === "failed";
}

/** Tells whether the attempt of unclear outcome has shown its file. */
async function wasShown({ ref, updatedAt }: Delivery, channel: string, tools: Tools): Promise<boolean> {
  if (await isInChannel(ref.file, channel, updatedAt, tools)) return true;
  const shownBy = addMilliseconds(updatedAt, sharingTakesMs);
  if (shownBy > tools.clock.now()) throw new DeliveryError("postponed", "file_may_still_appear", shownBy);
  return false;
}

async function isInChannel(
  file: string | undefined,
  channel: string,
  since: Instant,
  tools: Tools,
): Promise<boolean> {
  const oldest = String(Date.parse(addMilliseconds(since, -clockSkewMs)) / 1000);
  for await (const { files = [] } of messagesIn(tools, { channel, oldest }))
    if (files.some(({ id }) => id === file)) return true;
  return false;
}
