import { DeliveryError } from "../delivery-error.ts";
import { ownChannel, type Place } from "../slots.ts";
import type { Tools } from "./tools.ts";

/** The channel id to call Slack with. A record's own channel that is not open yet postpones what goes there. */
export function channelAt(place: Place, tools: Tools): string {
  if (place !== "own channel") return "channel" in place ? place.channel : place.user;
  const channel = tools.delivered.get(ownChannel)?.ref.channel;
  if (!channel) throw new DeliveryError("postponed", "channel_not_open");
  return channel;
}
