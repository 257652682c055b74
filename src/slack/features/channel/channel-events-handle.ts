import { z } from "zod";
import { system } from "../../../lib/actor.ts";
import type { Delivery } from "../../../record/ports.ts";
import type { Desk } from "../../requests/desk.ts";
import type { EventHandler, Feature } from "../../requests/feature.ts";
import { messageDeleted, ofSubtype, onEvent } from "../../requests/on-event.ts";
import { reminderSlot } from "../reminders/reminders-desired.ts";
import { restoreChannel } from "./restore-channel.ts";

const inChannel = z.object({ channel: z.string() });

function lost(reason: string): EventHandler {
  return onEvent(inChannel, async ({ channel }, { incidents }) => {
    const incident = await incidents.inChannel(channel);
    if (incident) await incidents.change(incident.stream, { type: "lose_channel", reason }, { by: system });
  });
}

const restored = onEvent(inChannel, ({ channel }, { incidents }) => restoreChannel(incidents, channel));

/** A notification that somebody deleted comes back. */
const postAgain = onEvent(messageDeleted, async ({ channel, deleted_ts: ts }, desk) => {
  const { store, clock } = desk;
  const gone = (await deliveredAs({ channel, ts }, desk)).find(
    ({ delivery: { slot, ref } }) => ref.told === undefined && !slot.startsWith(reminderSlot),
  );
  if (!gone) return;
  const { stream, delivery } = gone;
  await store.saveDelivery(stream, { ...delivery, state: "waiting", ref: {}, updatedAt: clock.now() });
  await store.poke(stream, clock.now());
  desk.wake();
});

type Message = { channel: string; ts: string };
type Delivered = { stream: string; delivery: Delivery };

/** What a message was: of the incident whose channel it is, or among the announcements of all that are open. */
async function deliveredAs(message: Message, { store, incidents, config }: Desk): Promise<Delivered[]> {
  const { channel, ts } = message;
  if (channel === config.incident.announcements_channel) return store.deliveredAs("incident", message);
  const own = await incidents.inChannel(channel);
  if (!own) return [];
  return (await store.deliveries(own.stream))
    .filter(({ ref }) => ref.ts === ts && ref.channel === channel)
    .map((delivery) => ({ stream: own.stream, delivery }));
}

/** What happens to the channels and messages the bot made: it follows, and mends what can be mended. */
export const channelEvents: Feature = {
  events: {
    channel_archive: lost("archived"),
    group_archive: lost("archived"),
    channel_deleted: lost("deleted"),
    group_deleted: lost("deleted"),
    channel_left: lost("removed"),
    group_left: lost("removed"),
    channel_unarchive: restored,
    group_unarchive: restored,
    message: ofSubtype("message_deleted", postAgain),
  },
};
