import { asObject } from "../../probes/answer.ts";
import type { Entry, StatusPage } from "../status-page.ts";
import { type Json, levelOf, objectsIn, phaseOf, textOf, textsIn } from "../words.ts";

/**
 * Statuspage's /api/v2, which incident.io serves as well, and Rootly's /api/v1. All name an `indicator` and list
 * `incidents`; Rootly lists maintenance among them (Statuspage's and Rootly's public API documentation).
 */
export function readStatuspage(json: Json): StatusPage | undefined {
  const status = asObject(json.status);
  const components = componentsIn(json.components);
  if (status?.indicator === undefined && components.length === 0) return undefined;
  return {
    shape: shapeOf(json),
    level: status?.indicator === undefined ? "ok" : levelOf(status.indicator),
    description: typeof status?.description === "string" ? status.description : undefined,
    components,
    entries: [
      ...objectsIn(json.incidents).map(incident),
      ...objectsIn(json.scheduled_maintenances).map(maintenance),
    ],
  };
}

function shapeOf({ components, incidents, page }: Json): string {
  if (Array.isArray(components)) return "Statuspage";
  return Array.isArray(incidents) && asObject(page)?.id === undefined ? "Rootly" : "Statuspage";
}

/** Groups hold components and are none. */
function componentsIn(value: unknown) {
  return objectsIn(value)
    .filter(({ group }) => group !== true)
    .map(({ name, status }) => ({ name: String(name), level: levelOf(status) }));
}

function incident(one: Json): Entry {
  return {
    name: textOf(one.name, "unnamed incident"),
    // Rootly says "started" of the incident, and in its latest update where it stands.
    phase: phaseOf(one.status) ?? phaseOf(latest(objectsIn(one.incident_updates))?.status) ?? "open",
    level: one.impact === undefined ? "ok" : levelOf(one.impact),
    components: textsIn(one.components, "name"),
  };
}

function maintenance(one: Json): Entry {
  return {
    name: textOf(one.name, "unnamed maintenance"),
    phase: phaseOf(one.status) ?? "planned",
    level: "maintenance",
    components: textsIn(one.components, "name"),
  };
}

function latest(updates: readonly Json[]): Json | undefined {
  return updates.toSorted((a, b) => String(b.created_at).localeCompare(String(a.created_at)))[0];
}
