import { firstWord } from "../../lib/first-word.ts";
import { parseIncidentName } from "../../service/incidents.ts";
import { button } from "../blocks/buttons.ts";
import { anyVerbAction } from "../blocks/verb-action.ts";
import { incidentPicker } from "./answer/incident-picker.ts";
import { type Reply, refuse, show } from "./answer/reply.ts";
import type { Desk } from "./desk.ts";
import { maySee } from "./people/permissions.ts";
import { type VisibleIncident, visible, visibleOpen } from "./people/visible.ts";
import type { Person, VerbRequest } from "./request.ts";

/** The incident a request is about, and what was typed besides its name. */
export type Found = VisibleIncident & { rest: string };

/**
 * How a number typed first is read: as an incident's ("15" is INC-15), as that in other places than an incident's
 * channel (there it begins the text, as in "note 15 rows"), or always as a value.
 */
export type NumbersAre = "names" | "names elsewhere" | "values";

const offeredAtMost = 20;

/**
 * Finds the incident a verb is about: the one named first in the text, else that of the channel. Otherwise the person
 * is asked which, by a list that carries the verb and its text on. One they may not see does not exist for them.
 */
export async function whichIncident(
  verb: string,
  request: VerbRequest,
  desk: Pick<Desk, "incidents" | "readable">,
  numbersAre: NumbersAre = "names elsewhere",
): Promise<Found | { ask: Reply }> {
  const { word: first, rest: others } = firstWord(request.text);
  const here = request.channel && (await desk.incidents.inChannel(request.channel));
  const isHere = here && maySee(request.by, here);
  const takesNumbers = numbersAre === "values" || (numbersAre === "names elsewhere" && isHere);
  const isValue = takesNumbers && /^\d+$/.test(first);
  const named = isValue ? undefined : parseIncidentName(first);
  if (named) {
    const found = await visible(named, request.by, desk);
    if (found) return { ...found, rest: others };
    return { ask: refuse(`There is no ${named}. The open ones: ${await openNames(request.by, desk)}.`) };
  }
  if (isHere) {
    return { stream: here.stream, incident: await desk.incidents.load(here.stream), rest: request.text };
  }
  const open = await visibleOpen(request.by, desk);
  if (open.length === 0) return { ask: noneOpen(verb) };
  const shown = await desk.readable(request.text);
  return { ask: show(incidentPicker(open.slice(0, offeredAtMost), verb, { text: request.text, shown })) };
}

function noneOpen(verb: string): Reply {
  const declare = button({
    action: `${anyVerbAction}:declare`,
    text: "Declare an incident",
    value: "declare",
  });
  return refuse(
    `No incident is open. For an earlier one, add its number, as in “${verb} INC-12”; “list all” shows them.`,
    { press: [declare] },
  );
}

async function openNames(by: Person, desk: Pick<Desk, "incidents">): Promise<string> {
  const open = await visibleOpen(by, desk);
  return open.map(({ stream }) => stream).join(", ") || "none";
}
