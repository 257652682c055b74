import { type Incident, incidentName } from "../../../incident/state.ts";
import { membersOf } from "../../../incident/summary.ts";
import { button } from "../../blocks/buttons.ts";
import { section } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

/** The button that makes an incident private; it carries the stream. */
export const makePrivateAction = "privacy.make_private";

/** Asks once more, and says what it does and what it cannot undo. */
export function renderMakePrivate(incident: Incident): Content {
  const name = incidentName(incident.number);
  const members = membersOf(incident).length;
  const who = members === 1 ? "its one responder" : `its ${members} responders`;
  const channel = incident.channel ? `<#${incident.channel.id}>` : "its channel";
  const text = [
    `*Make ${name} private?*`,
    `• It goes on in a new private channel, with ${who} and whoever they invite there.`,
    `• What I said in ${channel} and in the announcements is taken away, the postmortem too. What people wrote and posted there stays: delete it yourselves.`,
    "• Nobody else sees it any more: not in lists, not in Home, not in exports.",
    "• There is no way back.",
  ].join("\n");
  return {
    text,
    blocks: [
      section(text),
      {
        type: "actions",
        elements: [button({ action: makePrivateAction, text: "Make private", value: name, style: "danger" })],
      },
    ],
  };
}
