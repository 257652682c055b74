import { waitLeftMs } from "../../../lib/time.ts";
import { renderFeed } from "../../features/look/feed-render.ts";
import { DeliveryError } from "../../web/delivery-error.ts";
import { intend } from "../intend.ts";
import { channelAt } from "../place.ts";
import { postOnce } from "../post.ts";
import type { FeedSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

/** Changes that follow each other quickly are told in one message: the next one waits this long. */
const gatherMs = 2000;

/**
 * Tells the lines not told yet, in one message. The delivery's fingerprint is the version told up to; while an
 * attempt's outcome is open it is tried again with the same lines, so that it can be recognised in Slack.
 */
export async function deliverFeed(slot: FeedSlot, tools: Tools): Promise<void> {
  const there = tools.delivered.get(slot.slot);
  const told = Number(there?.ref.told ?? 0);
  const open = there?.state === "intended" ? Number(there.fingerprint) : null;
  const untold = slot.lines(told);
  const lines = untold.filter(({ version }) => !open || version <= open);
  const last = lines.at(-1);
  if (!last) return;
  const leftMs = there && told > 0 ? waitLeftMs(there.updatedAt, gatherMs, tools.clock.now()) : 0;
  if (!open && leftMs > 0) throw new DeliveryError("postponed", "told_just_now", leftMs);

  const threadTs = slot.inThreadOf ? tools.delivered.get(slot.inThreadOf)?.ref.ts : undefined;
  if (slot.inThreadOf && !threadTs) throw new DeliveryError("postponed", "thread_not_started");
  const channel = channelAt(slot.to, tools);
  const content = renderFeed(lines.map(({ text }) => text));
  const key = `${slot.slot}:${last.version}`;
  await intend(
    tools,
    { slot: slot.slot, fingerprint: String(last.version), ref: { told: String(told) } },
    async (openSince) => ({
      ...(await postOnce(
        tools,
        { channel, threadTs, key, content, broadcast: slot.broadcast ?? false },
        openSince,
      )),
      told: String(last.version),
    }),
  );
  const more = untold.some(({ version }) => version > last.version);
  if (more) throw new DeliveryError("postponed", "more_to_tell", 0);
}
