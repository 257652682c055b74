import { dateTime, say } from "../../lib/words.ts";
import { type Decision, refuse } from "../../record/decider.ts";
import type { IncidentCommand } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import { type Incident, incidentName, isOpen } from "../state.ts";

type Made = Decision<IncidentEvent>;
type Asked<T extends IncidentCommand["type"]> = IncidentCommand & { type: T };

/**
 * Records the channel the incident lives in: a first one, or one in the place of a lost one. One that was opened for
 * everyone while the incident was made private is one to leave.
 */
export function recordChannel(incident: Incident, command: Asked<"record_channel">): Made {
  const { channel, name } = command;
  const now = incident.channel;
  if (incident.private && command.private === false)
    return {
      events:
        incident.leftChannel?.id === channel
          ? []
          : [{ type: "channel.opened", channel, name, private: false }],
    };
  if (!now) return { events: [{ type: "channel.opened", channel, name }] };
  if (incident.channelLost !== null) return { events: [{ type: "channel.restored", channel, name }] };
  if (now.id === channel) return { events: [] };
  return refuse("has_channel", `${incidentName(incident.number)} already has the channel #${now.name}.`);
}

/** Records that the channel can no longer be used. */
export function loseChannel(incident: Incident, { reason }: Asked<"lose_channel">): Made {
  const { channel, channelLost } = incident;
  // Slack takes the bot out of a channel that is archived or deleted: that says less than what is known.
  const known = !channel || channelLost === reason || (channelLost !== null && reason === "removed");
  return { events: known ? [] : [{ type: "channel.lost", reason }] };
}

/** Records a nicety that could not be had; the same one once. */
export function degrade(incident: Incident, { what, why }: Asked<"degrade">): Made {
  const known = incident.degraded.some((other) => other.what === what && other.why === why);
  return { events: known ? [] : [{ type: "delivery.degraded", what, why }] };
}

/** Has the channel archived, once it is all over. */
export function archive(incident: Incident): Made {
  const name = incidentName(incident.number);
  if (isOpen(incident)) return refuse("is_open", `${name} is open. Resolve it before archiving its channel.`);
  if (incident.archived)
    return refuse(
      "already_archived",
      say`${incident.archived.by} archived ${name}, ${dateTime(incident.archived.at)}.`,
    );
  if (!incident.channel) return refuse("no_channel", `${name} has no channel to archive.`);
  return { events: [{ type: "incident.archived" }] };
}

/** Hides the incident from all but its responders. There is no way back: people may have spoken freely since. */
export function makePrivate(incident: Incident): Made {
  if (!incident.private) return { events: [{ type: "incident.made_private" }] };
  const { by, at } = incident.madePrivate ?? incident.declared;
  return refuse(
    "already_private",
    say`${incidentName(incident.number)} is already private, by ${by}, ${dateTime(at)}.`,
  );
}
