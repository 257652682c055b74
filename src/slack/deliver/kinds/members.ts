import { fingerprintOf } from "../../../lib/fingerprint.ts";
import { DeliveryError } from "../../web/delivery-error.ts";
import { channelAt, deliveredAt } from "../place.ts";
import type { MembersSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

/** Slack takes up to 100 ids a call; one bad id fails them all (docs.slack.dev: conversations.invite). */
const batchSize = 100;

const alreadyThere = new Set(["already_in_channel", "cant_invite_self"]);

/** Reasons that lie in the channel, not in the people. */
const channelTroubles = new Set(["channel_not_found", "is_archived", "not_in_channel"]);

/**
 * Invites those not invited yet. A batch that fails is tried one by one, so that one deactivated account keeps nobody
 * else out; who could not be invited is named in the error raised at the end, when everyone else is in.
 */
export async function deliverMembers(slot: MembersSlot, tools: Tools): Promise<void> {
  const channel = channelAt("own channel", tools);
  const there = deliveredAt(slot.slot, "own channel", tools);
  const { invited, failed: open, refused } = there?.ref ?? {};
  const done = new Set(invited?.split(" "));
  // Those refused are asked in again when all that was refused is tried once more.
  const out = new Set(refused?.split(" ").filter(Boolean));
  if (there?.state === "waiting") for (const user of out) done.delete(user);
  const failed = open ? open.split(", ") : [];
  const users = typeof slot.users === "function" ? await slot.users() : slot.users;
  const waiting = users.filter((user) => !done.has(user));
  for (let first = 0; first < waiting.length; first += batchSize) {
    const batch = waiting.slice(first, first + batchSize);
    const why = await invite(channel, batch, tools);
    for (const user of batch) {
      const code = why && (batch.length === 1 ? why : await invite(channel, [user], tools));
      if (code) failed.push(`${user}: ${code}`);
      if (code) out.add(user);
      else out.delete(user);
      done.add(user);
      // One by one takes long; what is done by then must not be done again.
      if (why) await save(failed);
    }
    await save(failed);
  }
  if (failed.length === 0) return;
  await save([]);
  throw new DeliveryError("permanent", failed.join(", "));

  async function save(unsaid: string[]): Promise<void> {
    const all = [...done].filter(Boolean).join(" ");
    await tools.save({
      slot: slot.slot,
      state: "delivered",
      fingerprint: fingerprintOf(all),
      ref: {
        channel,
        invited: all,
        ...(unsaid.length > 0 && { failed: unsaid.join(", ") }),
        ...(out.size > 0 && { refused: [...out].join(" ") }),
      },
      attempts: 1,
    });
  }
}

/** Slack's reason, when it is for good and lies in the people; null when they are in. */
async function invite(channel: string, users: string[], tools: Tools): Promise<string | null> {
  try {
    await tools.write("conversations.invite", { channel, users: users.join(",") });
    return null;
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== "permanent") throw error;
    if (channelTroubles.has(error.code)) throw error;
    return users.length === 1 && alreadyThere.has(error.code) ? null : error.code;
  }
}
