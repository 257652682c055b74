import { parseIncidentName } from "../../../service/incidents.ts";
import type { WalkCommand } from "../../../walk/walk-events.ts";
import type { WalkState } from "../../../walk/walk-state.ts";
import { type Reply, refuse, replyTo } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handle } from "../../requests/feature.ts";
import { visible } from "../../requests/people/visible.ts";
import type { ActionRequest, Request } from "../../requests/request.ts";

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
    ? replyTo(await incidents.change(stream, walk, { by, receipt }))
    : replyTo(await runs.change(stream, walk, { by, receipt }));
}

/** Tells whether the record is an incident. */
export function isIncident(stream: string): boolean {
  return parseIncidentName(stream) !== undefined;
}

/**
 * A button that carries a record's name first and then parts of its own, as what it does. It may be older than the
 * privacy of its incident; what is only looked at, no decider refuses.
 */
export function onRecord(
  run: (carried: { stream: string; parts: string[] }, request: ActionRequest, desk: Desk) => Promise<Reply>,
): Handle<ActionRequest> {
  return async (request, desk) => {
    const [stream = "", ...parts] = request.value.split(" ");
    const isHidden = isIncident(stream) && !(await visible(stream, request.by, desk));
    return isHidden ? refuse(`There is no ${stream}.`) : run({ stream, parts }, request, desk);
  };
}
