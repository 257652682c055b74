import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { Incident } from "../state.ts";

/** Milliseconds from detection; null for what has not come about. */
type Durations = {
  /** From its beginning to its detection, where the beginning was seen. */
  toDetect: number | null;
  toAcknowledge: number | null;
  toMitigate: number | null;
  /** To the last resolution, without the time the incident stood resolved before it was reopened. */
  toResolve: number | null;
};

/** How long it took, by the times events were recorded at. Later edits change nothing here. */
export function durations(incident: Incident): Durations {
  return {
    toDetect: incident.beganAt
      ? Math.max(0, millisecondsBetween(incident.beganAt, incident.detectedAt))
      : null,
    toAcknowledge: sinceDetection(incident, incident.acknowledged?.at),
    toMitigate: sinceDetection(incident, mitigatedAt(incident)),
    toResolve: sinceDetection(incident, incident.resolved?.at),
  };
}

/** Whether someone led in time; null while that is still open. */
export function responseKept(incident: Incident, now: Instant): boolean | null {
  if (!incident.response) return null;
  const { respondBy } = incident.response;
  if (incident.acknowledged) return incident.acknowledged.at <= respondBy;
  return now > respondBy ? false : null;
}

/** When mitigation began that lasted: the change to Mitigating after which nobody went back to Investigating. */
export function mitigatedAt({ statuses }: Incident): Instant | null {
  const last = statuses.findLastIndex(({ status }) => status === "investigating");
  return statuses.slice(last + 1).find(({ status }) => status === "mitigating")?.at ?? null;
}

function sinceDetection(incident: Incident, end: Instant | null | undefined): number | null {
  if (!end) return null;
  return Math.max(0, millisecondsBetween(incident.detectedAt, end) - stoodResolved(incident, end));
}

/** Clocks of machines go back at times; a negative stretch counts as none. */
function stoodResolved({ statuses }: Incident, until: Instant): number {
  return statuses.reduce((total, { status, at }, i) => {
    const next = statuses[i + 1];
    return status === "resolved" && next && next.at <= until
      ? total + Math.max(0, millisecondsBetween(at, next.at))
      : total;
  }, 0);
}
