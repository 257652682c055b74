import type { Incident } from "../../../incident/state.ts";
import { mayKnow, type Summary } from "../../../incident/summary.ts";

import { parseIncidentName } from "../../../service/incidents.ts";
import { button } from "../../blocks/buttons.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";
import type { Desk } from "../../requests/desk.ts";
import { maySee } from "../../requests/people/permissions.ts";
import { readable } from "../../requests/receive/readable.ts";
import type { Person, Reply, VerbRequest } from "../../requests/request.ts";
import { incidentPicker } from "./incident-picker-render.ts";

/** The incident a request is about, and what was typed besides its name. */
export type Found = { stream: string; incident: Incident; rest: string };

const offeredAtMost = 20;

/**
 * Finds the incident a verb is about: the one named first in the text, else that of the channel. Otherwise the person
 * is asked which, by a list that carries the verb and its text on. One they may not see does not exist for them.
 * "15" is short for INC-15 in other places than an incident's channel; there it begins the text ("note 15 rows"),
 * save for verbs that take no text.
 */
export async function whichIncident(
  desk: Pick<Desk, "incidents" | "people">,
  verb: string,
  request: VerbRequest,
  { numbersAre = "names elsewhere" }: { numbersAre?: "names" | "names elsewhere" | "values" } = {},
): Promise<Found | { ask: Reply }> {
  const [, first = "", others = ""] = /^(\S*)\s*([\s\S]*)$/.exec(request.text) ?? [];
  const here = request.channel && (await desk.incidents.inChannel(request.channel));
  const isHere = here && maySee(request.by, here);
  const takesNumbers = numbersAre === "values" || (numbersAre === "names elsewhere" && isHere);
  const isValue = takesNumbers && /^\d+$/.test(first);
  const named = isValue ? undefined : parseIncidentName(first);
  if (named) {
    const found = await visible(desk, named, request.by);
    if (found) return { ...found, rest: others };
    return {
      ask: {
        say: plainContent(`There is no ${named}. The open ones: ${await openNames(desk, request.by)}.`),
      },
    };
  }
  if (isHere) {
    return { stream: here.stream, incident: await desk.incidents.load(here.stream), rest: request.text };
  }
  const open = await visibleOpen(desk, request.by);
  if (open.length === 0) return { ask: { say: noneOpen(verb) } };
  const shown = await readable(request.text, desk.people.nameOf);
  return { ask: { say: incidentPicker(open.slice(0, offeredAtMost), verb, { text: request.text, shown }) } };
}

function noneOpen(verb: string): Content {
  const { text, blocks } = plainContent(
    `No incident is open. For an earlier one, add its number, as in “${verb} INC-12”; “list all” shows them.`,
  );
  const declare = button({
    action: `${anyVerbAction}:declare`,
    text: "Declare an incident",
    value: "declare",
  });
  return { text, blocks: [...blocks, { type: "actions", elements: [declare] }] };
}

/** The incident of that name, if there is one and the person may see it. */
export async function visible(
  { incidents }: Pick<Desk, "incidents">,
  stream: string,
  by: Person,
): Promise<{ stream: string; incident: Incident } | undefined> {
  const incident = await incidents.load(stream);
  return incident.number > 0 && mayKnow(incident, by) ? { stream, incident } : undefined;
}

/** More than anybody has open at once. */
const openAtMost = 200;

/** The open incidents the person may see, newest first. */
export async function visibleOpen({ incidents }: Pick<Desk, "incidents">, by: Person): Promise<Summary[]> {
  return (await incidents.list({ open: true, limit: openAtMost })).filter((summary) => maySee(by, summary));
}

async function openNames(desk: Pick<Desk, "incidents">, by: Person): Promise<string> {
  const open = await visibleOpen(desk, by);
  return open.map(({ stream }) => stream).join(", ") || "none";
}
