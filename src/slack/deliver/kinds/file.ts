import { type Instant, waitLeftMs } from "../../../lib/time.ts";
import type { Delivery } from "../../../record/ports.ts";
import { mrkdwn, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import { DeliveryError } from "../../web/delivery-error.ts";
import { messagesIn } from "../../web/messages-in.ts";
import { upload } from "../../web/upload.ts";
import { intend } from "../intend.ts";
import { channelAt, deliveredAt } from "../place.ts";
import type { FileSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";
import { deleteFile, idsOf } from "./take-back.ts";

/** Slack shows a file a moment after it took it; only after this long is one that is not there taken as lost. */
const sharingTakesMs = 5000;

/**
 * Posts a file once per revision, and then deletes the one it replaces. Its bytes may be sent any number of times
 * without effect; the one call that shows it has an intention, which names the file, so that it is looked for in the
 * channel before it is shown again.
 */
export async function deliverFile(slot: FileSlot, tools: Tools): Promise<void> {
  const there = await settled(deliveredAt(slot.slot, "own channel", tools), tools);
  if (there?.state === "delivered" && there.fingerprint === slot.revision) return dropReplaced(there, tools);
  if (slot.insteadOf && !isFailed(slot.insteadOf, tools)) return;
  const channel = channelAt("own channel", tools);
  const { name, altText } = slot;
  const file = await upload(tools.write, { name, altText, content: await slot.content() });
  const replaces = replacedBy(there);
  const ref = { channel, file, ...(replaces && { replaces }) };
  const shown = await intend(tools, { slot: slot.slot, fingerprint: slot.revision, ref }, async () => {
    await tools.write("files.completeUploadExternal", {
      channel_id: channel,
      files: [{ id: file, title: slot.title }],
      initial_comment: shortenMrkdwn(mrkdwn(slot.comment), textLimit),
    });
    return ref;
  });
  await dropReplaced(shown, tools);
}

/** An attempt of unclear outcome that is found in the channel was made; what was shown may be an earlier revision. */
async function settled(there: Delivery | undefined, tools: Tools): Promise<Delivery | undefined> {
  if (there?.state !== "intended" || !(await wasShown(there, tools))) return there;
  const { openSince: _, ...ref } = there.ref;
  return tools.save({ ...there, ref, state: "delivered" });
}

/** Ids of the files that the next one takes the place of. */
function replacedBy(there: Delivery | undefined): string {
  const shown = there?.state === "delivered" ? (there.ref.file ?? []) : [];
  return [...idsOf(there?.ref.replaces), shown].flat().join(" ");
}

/** The new one stands there already: what Slack will not delete stays beside it. */
async function dropReplaced(there: Delivery, tools: Tools): Promise<void> {
  const { replaces, ...ref } = there.ref;
  if (!replaces) return;
  for (const file of idsOf(replaces)) {
    await deleteFile(file, tools).catch((error: unknown) => {
      if (!(error instanceof DeliveryError) || error.kind !== "permanent") throw error;
      tools.log.warn({ stream: tools.stream, slot: there.slot, code: error.code }, "an earlier file stays");
    });
  }
  await tools.save({ ...there, ref });
}

function isFailed(slot: string, tools: Tools): boolean {
  return tools.delivered.get(slot)?.state === "failed";
}

/** Tells whether the attempt of unclear outcome has shown its file. */
async function wasShown({ ref, updatedAt }: Delivery, tools: Tools): Promise<boolean> {
  const since = ref.openSince ?? updatedAt;
  if (await isInChannel(ref.file, channelAt("own channel", tools), since, tools)) return true;
  const leftMs = waitLeftMs(updatedAt, sharingTakesMs, tools.clock.now());
  if (leftMs > 0) throw new DeliveryError("postponed", "file_may_still_appear", leftMs);
  return false;
}

async function isInChannel(
  file: string | undefined,
  channel: string,
  since: Instant,
  tools: Tools,
): Promise<boolean> {
  for await (const { files = [] } of messagesIn(tools, { channel, since }))
    if (files.some(({ id }) => id === file)) return true;
  return false;
}
