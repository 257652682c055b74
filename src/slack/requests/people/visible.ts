import type { Incident } from "../../../incident/state.ts";
import { mayKnow, type Summary } from "../../../incident/summary.ts";

import type { Desk } from "../desk.ts";
import type { Person } from "../request.ts";
import { maySee } from "./permissions.ts";

/** An incident the person may see. */
export type VisibleIncident = { stream: string; incident: Incident };

/** The incident of that name, if there is one and the person may see it. */
export async function visible(
  stream: string,
  by: Person,
  { incidents }: Pick<Desk, "incidents">,
): Promise<VisibleIncident | undefined> {
  const incident = await incidents.load(stream);
  return incident.number > 0 && mayKnow(incident, by) ? { stream, incident } : undefined;
}

/** More than anybody has open at once. */
const openAtMost = 200;

/** The open incidents the person may see, newest first. */
export async function visibleOpen(by: Person, { incidents }: Pick<Desk, "incidents">): Promise<Summary[]> {
  return (await incidents.list({ open: true, limit: openAtMost })).filter((summary) => maySee(by, summary));
}
