import { type Answer, asObject, isChallenge, readJson } from "../probes/answer.ts";
import { type Classification, classifyShared } from "./classification.ts";

/**
 * Reads a status page in Rootly's or Statuspage's JSON. Both name an `indicator` and list `incidents`. A page that
 * cannot be read is unknown, never down.
 */
export function classifyPlatform(answer: Answer): Classification {
  if (isChallenge(answer)) return classifyShared("platform", "challenged");
  if (answer.status !== 200) return { code: "platform.unavailable", outcome: "unknown" };
  const body = readJson(answer);
  if ("cause" in body) return classifyShared("platform", body.cause);

  const status = asObject(body.json.status);
  if (typeof status?.indicator !== "string") return { code: "platform.unknown_shape", outcome: "unknown" };
  const incidents = openIncidents(body.json.incidents);
  const found = worstImpact([status.indicator, ...incidents.map((incident) => incident.impact)]);
  return found.outcome === "ok" ? found : { ...found, ...namesOf(incidents, status.description) };
}

type PostedIncident = { name: string; impact: string };

function openIncidents(value: unknown): PostedIncident[] {
  if (!Array.isArray(value)) return [];
  return value
    .map(asObject)
    .filter((incident) => incident !== undefined)
    .filter((incident) => !["resolved", "postmortem", "completed"].includes(String(incident.status)))
    .map((incident) => ({
      name: String(incident.name ?? "unnamed incident"),
      impact: String(incident.impact ?? "none"),
    }));
}

function worstImpact(impacts: string[]): Classification {
  if (impacts.some((impact) => impact === "major" || impact === "critical")) {
    return { code: "platform.incident_major", outcome: "failing" };
  }
  if (impacts.includes("minor")) return { code: "platform.incident_minor", outcome: "degraded" };
  if (impacts.includes("maintenance")) return { code: "platform.maintenance", outcome: "degraded" };
  // A word neither vendor documents must not pass for "all is well".
  if (impacts.some((impact) => impact !== "none"))
    return { code: "platform.unknown_shape", outcome: "unknown" };
  return { code: "platform.ok", outcome: "ok" };
}

function namesOf(incidents: PostedIncident[], description: unknown): { incident?: string } {
  const names = incidents.map((incident) => incident.name).join("; ");
  const text = names || (typeof description === "string" ? description : "");
  return text ? { incident: text } : {};
}
