import type { Config } from "../../../config/schema.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { type Moment, nearMoment, say, type Words } from "../../../lib/words.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { MessageSlot, Slot } from "../../deliver/slots.ts";
import { postmortemSlots } from "../postmortem/postmortem-desired.ts";

/**
 * What remains in public of an incident that was made private: in its former channel one sentence in the place of
 * all the bot said there, and where it was announced or declared that it is handled privately. Slack lets no app make
 * a public channel private, so it goes on in a new one.
 */
export function leftBehind(incident: Incident, config: Config["incident"]): Slot[] {
  const { madePrivate, leftChannel, origin } = incident;
  if (!madePrivate) return [];
  const { announcements_channel: announcements } = config;
  const name = incidentName(incident.number);
  const since: Moment = nearMoment(madePrivate.at, madePrivate.at);
  const handled = say`${name} is handled privately since ${since}. Nothing more is told here.`;
  return [
    ...(announcements ? inPlaceOf("announcement", announcements, handled) : []),
    ...(announcements
      ? [
          {
            kind: "clear",
            slot: "announcement:clear",
            to: { channel: announcements },
            inThreadOf: "announcement",
          } as const,
        ]
      : []),
    ...(origin ? inPlaceOf("origin", origin.channel, handled) : []),
    ...(leftChannel ? inFormerChannel(incident, leftChannel.id) : []),
  ];
}

function inFormerChannel({ number, madePrivate }: Incident, channel: string): Slot[] {
  const name = incidentName(number);
  const notice = "left:notice";
  const { by } = madePrivate!;
  const words = say`${by} made ${name} private. It goes on in a private channel, to which those who work on it are invited. To be let in, ask ${by}.`;
  return [
    { kind: "take_back", slot: "left:postmortem", to: { channel }, ...postmortemSlots },
    { kind: "clear", slot: "left:clear", to: { channel }, keep: notice },
    { kind: "topic", slot: "left:topic", to: { channel }, text: `${name} is handled privately` },
    // The title is in the name, too; and the new channel can have it.
    { kind: "rename", slot: "left:rename", to: { channel }, name: `${name.toLowerCase()}-left` },
    { kind: "message", slot: notice, to: { channel }, once: true, content: plainContent(words) },
  ];
}

function inPlaceOf(slot: string, channel: string, words: Words): MessageSlot[] {
  return [{ kind: "message", slot, to: { channel }, onlyIfThere: true, content: plainContent(words) }];
}
