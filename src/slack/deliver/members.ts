import { fingerprintOf } from "../../lib/fingerprint.ts";
import { DeliveryError } from "../delivery-error.ts";
import type { MembersSlot } from "../slots.ts";
import { channelAt, deliveredAt } from "./place.ts";
import type { Tools } from "./tools.ts";

/** Slack takes up to 100 ids a call; one bad id fails them all (docs.slack.dev: conversations.invite). */
const batchSize = 100;

const alreadyThere = new Set(["already_in_channel", "cant_invite_self"]);

/**
 * Invites those not invited yet. A batch that fails is tried one by one, so that one deactivated account keeps nobody
 * else out; who could not be invited is named in the error raised at the end, when everyone else is in.
 */
export async function deliverMembers(slot: MembersSlot, tools: Tools): Promise<void> {
  const channel = channelAt("own channel", tools);
  const there = deliveredAt(slot.slot, "own channel", tools);
  const done = new Set(there?.ref.invited?.split(" "));
  const waiting = slot.users.filter((user) => !done.has(user)).slice(0, batchSize);
  if (waiting.length === 0) return;
  const failed = await inviteAll(channel, waiting, tools, async (user) => {
    done.add(user);
    await save();
  });
  await save();
  if (failed.length > 0)
    throw new DeliveryError("permanent", failed.map(({ user, code }) => `${user}: ${code}`).join(", "));

  async function save(): Promise<void> {
    const invited = [...done].filter(Boolean).join(" ");
    await tools.save({
      slot: slot.slot,
      state: "delivered",
      fingerprint: fingerprintOf(invited),
      ref: { channel, invited },
      attempts: 1,
    });
  }
}

type Failure = { user: string; code: string };

async function inviteAll(
  channel: string,
  users: string[],
  tools: Tools,
  tried: (user: string) => Promise<void>,
): Promise<Failure[]> {
  const failed: Failure[] = [];
  const together = await invite(channel, users, tools);
  for (const user of users) {
    const code = together && (users.length === 1 ? together : await invite(channel, [user], tools));
    if (code) failed.push({ user, code });
    await tried(user);
  }
  return failed;
}

/** Slack's reason, when it is for good; null when they are in. */
async function invite(channel: string, users: string[], tools: Tools): Promise<string | null> {
  try {
    await tools.write("conversations.invite", { channel, users: users.join(",") });
    return null;
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== "permanent") throw error;
    return users.length === 1 && alreadyThere.has(error.code) ? null : error.code;
  }
}
