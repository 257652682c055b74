import type { Context, Decision } from "../../record/decider.ts";
import type { WalkCommand } from "../../walk/walk-events.ts";
import { currentLeaf } from "../../walk/walk-state.ts";
import type { Evidence, IncidentEvent } from "../events.ts";
import { answersAfter } from "../evidence/known-answers.ts";
import { answersFrom, decideOnWalk } from "../evidence/tree-walk.ts";
import { evolve } from "../evolve/evolve.ts";
import type { IncidentRules } from "../rules.ts";
import type { Incident } from "../state.ts";

type Given = Context<IncidentRules>;

/** Takes a step on the incident's walk. A resolution that is reached says what the impact is, if nobody has. */
export function walkOn(incident: Incident, command: WalkCommand, given: Given): Decision<IncidentEvent> {
  const decision = decideOnWalk(incident.walk, command, incident, given);
  if ("refusal" in decision) return decision;
  return { events: withImpact(incident, decision.events, given) };
}

/** Records what a triage run said, once, and lets it answer what it can of the walk under way. */
export function recordTriage(incident: Incident, evidence: Evidence, given: Given): Decision<IncidentEvent> {
  const { at: _, ...last } = incident.evidence ?? {};
  if (JSON.stringify(last) === JSON.stringify(evidence)) return { events: [] };
  const answers = answersAfter(incident.answers, evidence);
  const answered = incident.resolved ? [] : answersFrom({ answers }, incident.walk, given);
  return { events: withImpact(incident, [{ type: "triage.recorded", evidence }, ...answered], given) };
}

/** What a person wrote stays; what an earlier resolution said gives way to what the new one says. */
function withImpact(incident: Incident, events: IncidentEvent[], { now, by }: Given): IncidentEvent[] {
  const after = events.reduce((state, event) => evolve(state, { version: 0, at: now, by, event }), incident);
  const impact = currentLeaf(after.walk)?.impact;
  const isFromTree = after.walk.left.some(({ leaf }) => leaf.impact === after.impact);
  return impact && impact !== after.impact && (!after.impact || isFromTree)
    ? [...events, { type: "details.edited", details: { impact } }]
    : events;
}
