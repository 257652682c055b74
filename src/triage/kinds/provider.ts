import { type Answer, asObject, isChallenge, readJson } from "../probes/answer.ts";
import { redactUrl } from "../probes/redact.ts";
import { defineKind, type Found, get, type Yardstick } from "./kind.ts";

type State = "ok" | "maintenance" | "incident_minor" | "incident_major";
type Json = NonNullable<ReturnType<typeof asObject>>;

/** The words of Statuspage and its likes (incident.io, Rootly), and of Better Stack, for a page or a component. */
const states: Record<string, State> = {
  none: "ok",
  operational: "ok",
  maintenance: "maintenance",
  under_maintenance: "maintenance",
  minor: "incident_minor",
  degraded: "incident_minor",
  degraded_performance: "incident_minor",
  partial_outage: "incident_minor",
  major: "incident_major",
  critical: "incident_major",
  downtime: "incident_major",
  major_outage: "incident_major",
  full_outage: "incident_major",
};

const causes = [
  "ok",
  "maintenance",
  "incident_minor",
  "incident_major",
  "unknown_shape",
  "unavailable",
] as const;

/** A data provider's status page: news, as Clay's is. */
export const provider = defineKind({
  causes,
  owner: "provider",
  isNews: true,
  sharedSide: null,
  ownOutcomes: {},
  secrets: () => [],
  plan: ({ providers }) =>
    providers.map(({ name, status_url, component }) => ({
      id: name,
      name: `Provider "${name}"`,
      target: redactUrl(status_url),
      request: get(status_url),
      measure: component === undefined ? {} : { component },
    })),
  judge,
});

/**
 * Reads a data provider's status page, or the component of it that counts. Only a major incident is a fault: a small
 * one may be about something you do not use, and a page that cannot be read says nothing.
 */
function judge(answer: Answer, { component }: Yardstick): Found<(typeof causes)[number]> {
  if (isChallenge(answer)) return { cause: "challenged" };
  if (answer.status !== 200) return { cause: "unavailable", outcome: "unknown" };
  const body = readJson(answer);
  if ("cause" in body) return { cause: body.cause };
  const said = component === undefined ? pageState(body.json) : componentState(body.json, component);
  const state = typeof said === "string" && Object.hasOwn(states, said) ? states[said] : undefined;
  if (!state) return { cause: "unknown_shape", outcome: "unknown" };
  if (state === "ok") return { cause: "ok", outcome: "ok" };
  const outcome = state === "incident_major" ? "degraded" : "unknown";
  return { cause: `${state}`, outcome, ...incidentNames(body.json) };
}

function pageState({ status, data }: Json): unknown {
  return asObject(status)?.indicator ?? asObject(asObject(data)?.attributes)?.aggregate_state;
}

function componentState({ components, included }: Json, name: string): unknown {
  const known = [
    ...objectsIn(components).map((one) => ({ name: one.name, status: one.status })),
    ...objectsIn(included)
      .map((one) => asObject(one.attributes) ?? {})
      .map((one) => ({ name: one.public_name, status: one.status })),
  ];
  return known.find((one) => String(one.name).toLowerCase() === name.toLowerCase())?.status;
}

function incidentNames({ incidents }: Json): { incident?: string } {
  const over = ["resolved", "postmortem", "completed"];
  const open = objectsIn(incidents).filter(({ status }) => !over.includes(String(status)));
  const names = open.flatMap(({ name }) => (typeof name === "string" ? name : []));
  return names.length > 0 ? { incident: names.join("; ") } : {};
}

function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject).filter((one) => one !== undefined) : [];
}
