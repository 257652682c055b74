import { durations } from "../incident/clock/durations.ts";
import { type Incident, isOpen } from "../incident/state.ts";
import { durationText } from "../lib/duration.ts";
import { sentence } from "../lib/sentence.ts";
import { nearMoment, type Words, withDistance } from "../lib/words.ts";
import type { Runbook } from "../runbook/schema.ts";
import { severityWords } from "../runbook/severity.ts";
import { failedSubject, withoutCodes } from "./for-sales.ts";
import { fillWords, spokenName, statusMeaning } from "./wording.ts";

/** What people who sell read of an incident, in their words: one sentence first, severity as a word, no status code. */
export type Announcement = {
  /** What does not work, since when, what they should do, when they hear more; or that it is over. */
  headline: Words;
  /** "Critical: Complete data flow stopped (P1)". */
  severity: string;
  statusMeaning: string;
  affected: string;
  /** What does not work, or did not: the impact, or the title without one. */
  wrong: string;
  /** Written down by somebody; no guess of triage is announced. Empty until then. */
  cause: string;
  /** The last update's own words; empty without one. */
  lastUpdate: string;
};

/** The announcement as the incident stands now. */
export function announcement(
  incident: Incident,
  runbook: Pick<Runbook, "severities" | "wording">,
): Announcement {
  const { severity, affected, lastUpdate } = incident;
  const wording = runbook.wording.audiences.go_to_market;
  return {
    headline: headline(incident, wording),
    severity: `${severityWords[severity]}: ${runbook.severities[severity].definition} (${severity})`,
    statusMeaning: statusMeaning(incident, wording),
    affected,
    wrong: withoutCodes(incident.impact || incident.title),
    cause: withoutCodes(incident.rootCause),
    lastUpdate: withoutCodes(lastUpdate?.text ?? ""),
  };
}

function headline(incident: Incident, wording: Runbook["wording"]["audiences"]["go_to_market"]): Words {
  const { resolved, declared, severity, impact, title, promised, evidence } = incident;
  const template = isOpen(incident)
    ? wording.declared
    : resolved?.despiteFailing
      ? wording.resolved_despite
      : wording.resolved;
  return fillWords(template, {
    incident: spokenName(incident),
    title,
    severity,
    subject: failedSubject(incident),
    since: nearMoment(incident.beganAt ?? incident.detectedAt, declared.at),
    // Nobody wrote an impact down: the title says what is wrong.
    impact: withoutCodes(impact || title),
    affected: incident.affected || null,
    lead: incident.lead,
    by: resolved?.by ?? declared.by,
    advice: wording.advice[severity],
    status_meaning: statusMeaning(incident, wording),
    next_update: promised && withDistance(promised.dueAt),
    duration: durationText(durations(incident).toResolve ?? 0),
    resolution: withoutCodes(sentence(incident.resolution)) || null,
    verdict: evidence ? withoutCodes(sentence(evidence.diagnosis.verdict)) : null,
  });
}
