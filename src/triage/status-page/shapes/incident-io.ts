import type { Component, Entry, Phase, StatusPage } from "../status-page.ts";
import { type Json, levelOf, objectsIn, phaseOf, textOf, textsIn } from "../words.ts";

/** incident.io's own /api/v1/summary (its widget API); its pages serve Statuspage's form, too. */
export function readIncidentIo(json: Json): StatusPage | undefined {
  if (!Array.isArray(json.ongoing_incidents)) return undefined;
  const ongoing = objectsIn(json.ongoing_incidents);
  return {
    shape: "incident.io",
    level: "ok",
    components: ongoing.flatMap(affected),
    entries: [
      ...ongoing.map((one) => entry(one, phaseOf(one.status) ?? "open")),
      ...objectsIn(json.in_progress_maintenances).map((one) => entry(one, "maintenance")),
      ...objectsIn(json.scheduled_maintenances).map((one) => entry(one, "planned")),
    ],
  };
}

function entry(one: Json, phase: Phase): Entry {
  return {
    name: textOf(one.name, "unnamed entry"),
    phase,
    level: one.current_worst_impact === undefined ? "unsaid" : levelOf(one.current_worst_impact),
    components: textsIn(one.affected_components, "name"),
  };
}

function affected({ affected_components, current_worst_impact }: Json): Component[] {
  return objectsIn(affected_components).map((one) => ({
    name: String(one.name),
    level: levelOf(one.current_status ?? current_worst_impact),
  }));
}
