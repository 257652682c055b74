import { type Reply, refuse } from "./answer/reply.ts";
import type { Desk } from "./desk.ts";
import type { Handle } from "./feature.ts";
import { visible } from "./people/visible.ts";
import type { ActionRequest } from "./request.ts";
import type { Found } from "./which-incident.ts";

/**
 * What a button does that carries an incident's name first, and then something of its own (`rest`). It may be older
 * than the privacy of its incident.
 */
export function onIncidentNamed(
  run: (found: Found, request: ActionRequest, desk: Desk) => Promise<Reply>,
): Handle<ActionRequest> {
  return async (request, desk) => {
    const [stream = "", ...rest] = request.value.split(" ");
    const found = await visible(stream, request.by, desk);
    return found ? run({ ...found, rest: rest.join(" ") }, request, desk) : refuse(`There is no ${stream}.`);
  };
}
