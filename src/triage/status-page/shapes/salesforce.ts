import type { Entry, Level, StatusPage } from "../status-page.ts";
import { type Json, objectsIn, textOf } from "../words.ts";

/** Salesforce's /v1/instances/{key}/status: a word for the instance, its incidents and its maintenances. */
export function readSalesforceInstance(json: Json): StatusPage | undefined {
  const { status, Incidents, Maintenances } = json;
  if (typeof status !== "string" || !Array.isArray(Incidents)) return undefined;
  const level = levelOfWord(status);
  return {
    shape: "Salesforce",
    level,
    entries: [
      // How bad they are for this instance is in its own word.
      ...objectsIn(Incidents).map((one): Entry => ({ ...incident(one), level: "ok" })),
      ...objectsIn(Maintenances).map(
        ({ name }): Entry => ({
          name: textOf(name, "unnamed maintenance"),
          phase: level === "maintenance" ? "maintenance" : "planned",
          level: "maintenance",
        }),
      ),
    ],
  };
}

/** Salesforce's /v1/incidents: a list of incidents, of which those are open whose impact has no end. */
export function readSalesforceIncidents(list: readonly Json[]): StatusPage | undefined {
  if (!list.some(({ IncidentImpacts }) => Array.isArray(IncidentImpacts))) return undefined;
  return { shape: "Salesforce", level: "ok", entries: list.map(incident) };
}

function levelOfWord(word: string): Level {
  if (/^(OK|INFORMATIONAL)/.test(word)) return "ok";
  if (/^(PLANNED_|UNPLANNED_)?MAINTENANCE/.test(word)) return "maintenance";
  if (word.startsWith("MINOR_INCIDENT")) return "minor";
  return word.startsWith("MAJOR_INCIDENT") ? "major" : "unknown";
}

function incident(one: Json): Entry {
  const impacts = objectsIn(one.IncidentImpacts);
  const open = impacts.filter(({ endTime }) => !endTime);
  const severities = open.map(({ severity }) => String(severity).toLowerCase());
  return {
    name: textOf(one.additionalInformation, `incident ${String(one.id ?? "without a number")}`),
    phase: impacts.length > 0 && open.length === 0 ? "over" : "open",
    level: severities.includes("major") ? "major" : severities.includes("minor") ? "minor" : "unsaid",
  };
}
