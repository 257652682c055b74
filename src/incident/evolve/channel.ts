import type { ByType } from "../../record/by-type.ts";
import type { ChannelEvent } from "../events.ts";
import type { Incident, Mark } from "../state.ts";

/** Folds what became of the incident's channel. */
export const foldChannel: ByType<ChannelEvent, [Incident, Mark], Incident> = {
  "channel.opened": ({ channel: id, name, private: isPrivate }, incident) =>
    isPrivate === false && incident.private
      ? { ...incident, leftChannel: { id, name } }
      : { ...incident, channel: { id, name }, channelLost: null },
  "channel.restored": ({ channel: id, name }, incident) => ({
    ...incident,
    channel: { id, name },
    channelLost: null,
  }),
  "channel.lost": ({ reason }, incident) => ({ ...incident, channelLost: reason }),
  "delivery.degraded": ({ what, why }, incident) => ({
    ...incident,
    degraded: [...incident.degraded, { what, why }],
  }),
  "archive.offered": (_, incident) => ({ ...incident, archiveOffered: true }),
  "incident.archived": (_, incident, mark) => ({ ...incident, archived: mark }),
};
