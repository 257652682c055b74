import { type ByType, callByType } from "../../record/by-type.ts";
import type { Recorded } from "../../record/decider.ts";
import { isWalkEvent } from "../../walk/evolve-walk.ts";
import type { WalkEvent } from "../../walk/walk-events.ts";
import type { IncidentEvent } from "../events.ts";
import type { Incident, Mark } from "../state.ts";
import { foldCapture } from "./capture.ts";
import { foldChannel } from "./channel.ts";
import { foldClock } from "./clock.ts";
import { foldFollowUp } from "./follow-up.ts";
import { foldLifecycle } from "./lifecycle.ts";
import { evolveOnWalk } from "./on-walk.ts";
import { foldWatch } from "./watch.ts";

const folds: ByType<Exclude<IncidentEvent, WalkEvent>, [Incident, Mark], Incident> = {
  ...foldLifecycle,
  ...foldChannel,
  ...foldClock,
  ...foldWatch,
  ...foldCapture,
  ...foldFollowUp,
};

/** The types of event an incident's record can hold besides those of its walk. */
export const incidentEventTypes: readonly string[] = Object.keys(folds);

/** Folds one event into the incident. Events of a type not known here leave it as it is. */
export function evolve(incident: Incident, { event, at, by }: Recorded<IncidentEvent>): Incident {
  const mark = { at, by };
  if (isWalkEvent(event)) return evolveOnWalk(incident, event, mark);
  return callByType(folds, event, incident, mark) ?? incident;
}
