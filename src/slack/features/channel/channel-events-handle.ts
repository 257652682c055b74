import { z } from "zod";
import { system } from "../../../lib/actor.ts";
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
const postAgain = onEvent(messageDeleted, async ({ channel, deleted_ts }, desk) => {
  const { store, clock } = desk;
  for (const stream of await streamsAt(channel, desk)) {
    const gone = (await store.deliveries(stream)).find(
      ({ slot, ref }) =>
        ref.ts === deleted_ts &&
        ref.channel === channel &&
        ref.told === undefined &&
        !slot.startsWith(reminderSlot),
    );
    if (!gone) continue;
    await store.saveDelivery(stream, { ...gone, state: "waiting", ref: {}, updatedAt: clock.now() });
    await store.poke(stream, clock.now());
    desk.wake();
  }
});

async function streamsAt(channel: string, { incidents, config }: Desk): Promise<string[]> {
  if (channel === config.incident.announcements_channel) {
    return (await incidents.list({ open: true })).map(({ stream }) => stream);
  }
  const own = await incidents.inChannel(channel);
  return own ? [own.stream] : [];
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
