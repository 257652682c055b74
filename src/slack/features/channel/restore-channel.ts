import { system } from "../../../lib/actor.ts";
import type { Desk } from "../../requests/desk.ts";

/** Goes on in a channel that was lost to us: unarchived, or the bot let in again. Does nothing in any other. */
export async function restoreChannel(incidents: Desk["incidents"], channel: string): Promise<void> {
  const known = await incidents.inChannel(channel);
  if (!known) return;
  const { channelLost, channel: own } = await incidents.load(known.stream);
  if (channelLost === null || own?.id !== channel) return;
  await incidents.change(known.stream, { type: "record_channel", channel, name: own.name }, { by: system });
}
