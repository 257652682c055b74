import { type Answer, asObject, isChallenge, readJson } from "../probes/answer.ts";
import { redactUrl } from "../probes/redact.ts";
import { defineKind, type Found, get } from "./kind.ts";

const causes = [
  "ok",
  "maintenance",
  "incident_minor",
  "incident_major",
  "unknown_shape",
  "unavailable",
] as const;
type Judged = Found<(typeof causes)[number]>;

/** Clay's status page. It never proves an outage by being unreadable. */
export const platform = defineKind({
  causes,
  owner: "clay",
  isNews: true,
  sharedSide: null,
  ownOutcomes: {},
  secrets: () => [],
  plan: ({ status_url }) => [
    { id: "status", name: "Clay status page", target: redactUrl(status_url), request: get(status_url) },
  ],
  judge,
});

/**
 * Reads a status page in Rootly's or Statuspage's JSON. Both name an `indicator` and list `incidents`. A page that
 * cannot be read is unknown, never down.
 */
function judge(answer: Answer): Judged {
  if (isChallenge(answer)) return { cause: "challenged" };
  if (answer.status !== 200) return { cause: "unavailable", outcome: "unknown" };
  const body = readJson(answer);
  if ("cause" in body) return { cause: body.cause };

  const status = asObject(body.json.status);
  if (typeof status?.indicator !== "string") return { cause: "unknown_shape", outcome: "unknown" };
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

function worstImpact(impacts: string[]): Judged {
  if (impacts.some((impact) => impact === "major" || impact === "critical")) {
    return { cause: "incident_major", outcome: "failing" };
  }
  if (impacts.includes("minor")) return { cause: "incident_minor", outcome: "degraded" };
  if (impacts.includes("maintenance")) return { cause: "maintenance", outcome: "degraded" };
  // A word neither vendor documents must not pass for "all is well".
  if (impacts.some((impact) => impact !== "none")) return { cause: "unknown_shape", outcome: "unknown" };
  return { cause: "ok", outcome: "ok" };
}

function namesOf(incidents: PostedIncident[], description: unknown): { incident?: string } {
  const names = incidents.map((incident) => incident.name).join("; ");
  const text = names || (typeof description === "string" ? description : "");
  return text ? { incident: text } : {};
}
