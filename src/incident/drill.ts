import { actionsTaken, type Incident } from "./state.ts";

/** What a drill is about, in place of a finding's code. */
const prefix = "drill ";

/** The state of affairs in which nothing is wrong. */
const mended = "healthy";

/** The cause of a drill played with this state of affairs. */
export function drillCause(scenario: string): string {
  return `${prefix}${scenario}`;
}

/**
 * The state of affairs a drill's triage meets now: the one it began with, until its responders have taken an action;
 * from then on nothing is wrong any more. null for what is no drill.
 */
export function drillScenario(incident: Incident): string | null {
  if (!incident.drill) return null;
  if (actionsTaken(incident).length > 0) return mended;
  return incident.cause?.startsWith(prefix) ? incident.cause.slice(prefix.length) : mended;
}
