import { parseIncidentName } from "../../../service/incidents.ts";
import type { WalkCommand } from "../../../walk/walk-events.ts";
import type { WalkState } from "../../../walk/walk-state.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Reply, Request } from "../../requests/request.ts";

/** The walk of a record: an incident's, or that of the triage run it takes its evidence from. */
export async function walkOf(stream: string, { incidents, runs }: Desk): Promise<WalkState> {
  return (await (isIncident(stream) ? incidents : runs).load(stream)).walk;
}

/** Takes a step on the walk of a record; the reply says why not, when it is refused. */
export async function stepOn(
  stream: string,
  command: WalkCommand,
  { by, receipt }: Pick<Request, "by" | "receipt">,
  { incidents, runs }: Desk,
): Promise<Reply> {
  const walk = { type: "walk", command } as const;
  return isIncident(stream)
    ? refusalOf(await incidents.change(stream, walk, { by, receipt }))
    : refusalOf(await runs.change(stream, walk, { by, receipt }));
}

/** Tells whether the record is an incident. */
export function isIncident(stream: string): boolean {
  return parseIncidentName(stream) !== undefined;
}
