import { system } from "../../../lib/actor.ts";
import type { Desk } from "../../requests/desk.ts";
import type { EventHandler, Handlers } from "../../requests/handlers.ts";
import { reminderSlot } from "../reminders/reminders-desired.ts";
import { restoreChannel } from "./restore-channel-handle.ts";

/** What happens to the channels and messages the bot made: it follows, and mends what can be mended. */
export function channelEventHandlers(desk: Desk): Pick<Handlers, "events"> {
  const { incidents, store, clock, config } = desk;

  const lost =
    (reason: string): EventHandler =>
    async ({ channel }) => {
      const incident = await incidents.inChannel(String(channel));
      if (incident) await incidents.change(incident.stream, { type: "lose_channel", reason }, { by: system });
    };

  const restored: EventHandler = ({ channel }) => restoreChannel(incidents, String(channel));

  /** A notification that somebody deleted comes back. */
  const messageDeleted: EventHandler = async ({ subtype, channel, deleted_ts }) => {
    if (subtype !== "message_deleted") return;
    for (const stream of await streamsAt(String(channel))) {
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
  };

  async function streamsAt(channel: string): Promise<string[]> {
    if (channel === config.incident.announcements_channel) {
      return (await incidents.list({ open: true })).map(({ stream }) => stream);
    }
    const own = await incidents.inChannel(channel);
    return own ? [own.stream] : [];
  }

  return {
    events: {
      channel_archive: lost("archived"),
      group_archive: lost("archived"),
      channel_deleted: lost("deleted"),
      group_deleted: lost("deleted"),
      channel_left: lost("removed"),
      group_left: lost("removed"),
      channel_unarchive: restored,
      group_unarchive: restored,
      message: messageDeleted,
    },
  };
}
