import type { Decider, History } from "../record/decider.ts";
import { wakesAt } from "./clock/alarms.ts";
import type { IncidentCommand } from "./commands.ts";
import { decide } from "./decide/decide.ts";
import type { IncidentEvent } from "./events.ts";
import { evolve } from "./evolve/evolve.ts";
import type { IncidentRules } from "./rules.ts";
import { type Incident, initialIncident } from "./state.ts";

/** The record of one incident, from declaration to postmortem. Its stream is named "INC-<number>". */
export const incident: Decider<Incident, IncidentCommand, IncidentEvent, IncidentRules> = {
  initial: initialIncident,
  decide,
  evolve,
  wakesAt,
};

/** All that happened to one incident, each event with the incident as it stood right after it. */
export type IncidentHistory = History<Incident, IncidentEvent>;
