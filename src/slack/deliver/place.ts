import type { Delivery } from "../../record/ports.ts";
import { DeliveryError } from "../web/delivery-error.ts";
import { ownChannel, type Place } from "./slots.ts";
import type { Tools } from "./tools.ts";

/** The channel id to call Slack with. A record's own channel that is not open yet postpones what goes there. */
export function channelAt(place: Place, tools: Tools): string {
  if (place !== "own channel") return "channel" in place ? place.channel : place.user;
  const channel = tools.delivered.get(ownChannel)?.ref.channel;
  if (!channel) throw new DeliveryError("postponed", "channel_not_open");
  return channel;
}

/** What was delivered there. A delivery to an own channel that has been replaced since counts as none. */
export function deliveredAt(slot: string, place: Place, tools: Tools): Delivery | undefined {
  const there = tools.delivered.get(slot);
  if (place !== "own channel" || !there?.ref.channel) return there;
  return there.ref.channel === tools.delivered.get(ownChannel)?.ref.channel ? there : undefined;
}
