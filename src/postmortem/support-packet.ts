import type { Evidence, IncidentEvent } from "../incident/events.ts";
import type { ProbeResult } from "../incident/evidence/evidence.ts";
import { actionsTaken, incidentName } from "../incident/state.ts";
import { statusText } from "../incident/status-text.ts";
import { durationText } from "../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import { dateTime, momentText, plainText } from "../lib/words.ts";
import type { Recorded } from "../record/decider.ts";
import { redactEvents } from "../redaction/records.ts";
import { pathLines } from "../telling/walk-lines.ts";
import { openBranches } from "../walk/walk-state.ts";
import { storyOf } from "./postmortem.ts";
import { evidenceSeen } from "./sections/balances.ts";
import type { Story } from "./sections/story.ts";

/**
 * What Clay's support needs to look into an incident, as plain text to paste: UTC times, statuses and request ids
 * as seen, and what was tried. Holds no secret and names nobody.
 */
export function supportPacket(
  stream: readonly Recorded<IncidentEvent>[],
  { now, redact }: { now: Instant; redact: (text: string) => string },
): string {
  const story = storyOf(redactEvents(stream, redact), now);
  const parts = [
    opening(story),
    observed(story),
    requestIds(story),
    checked(story),
    tried(story),
    question(story),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function opening({ incident, now }: Story): string {
  const { detectedAt, resolved } = incident;
  const span = durationText(millisecondsBetween(detectedAt, resolved?.at ?? now));
  return lines([
    `Our reference: ${incidentName(incident.number)} (${incident.severity}, ${statusText(incident.status)})`,
    `What fails: ${incident.title}`,
    incident.impact && `Impact on us: ${incident.impact}`,
    `Since: ${utc(detectedAt)}${resolved ? `, until ${utc(resolved.at)}` : ", still going on"} (${span})`,
    `Written: ${utc(now)}. All times are UTC.`,
  ]);
}

function observed({ stream }: Story): string {
  const seen = evidenceSeen(stream);
  if (seen.length === 0) return "What we observed: no automatic checks were run.";
  return lines(["What we observed:", ...seen.flatMap(({ evidence }) => run(evidence))]);
}

function run({ results, diagnosis }: Evidence): string[] {
  const at = results.map((result) => result.at).sort()[0];
  return [`${at ? `${utc(at)}: ` : ""}${diagnosis.verdict}`, ...results.filter(wasMade).map(observation)];
}

function wasMade({ outcome }: ProbeResult): boolean {
  return outcome !== "skipped";
}

function observation(result: ProbeResult): string {
  const { name, target, outcome, at, httpStatus, timings, requestId, retryAfterSeconds, excerpt } = result;
  const facts = [
    target,
    at.slice(11, 19),
    httpStatus === undefined ? "no answer" : `HTTP ${httpStatus}`,
    timings && `${Math.round(timings.totalMs)} ms`,
    retryAfterSeconds !== undefined && `Retry-After ${retryAfterSeconds} s`,
    requestId && `request-id ${requestId}`,
    outcome !== "ok" && excerpt && `answer: ${excerpt}`,
  ];
  return `  - ${name}: ${outcome} (${facts.filter(Boolean).join(", ")})`;
}

function requestIds({ stream }: Story): string {
  const ids = evidenceSeen(stream).flatMap(({ evidence }) =>
    evidence.results.flatMap(({ requestId, at }) => (requestId ? [`  - ${requestId} at ${utc(at)}`] : [])),
  );
  return ids.length === 0 ? "" : lines(["Request ids, for your logs:", ...new Set(ids)]);
}

function checked({ incident: { walk } }: Story): string {
  const steps = pathLines(walk.path, walk.position);
  if (steps.length === 0) return "";
  const open = openBranches(walk.path).map(({ question: { text } }) => `  - Could not be told: ${text}`);
  return lines(["What we checked:", ...steps.map(({ text }) => `  - ${plainText(text)}`), ...open]);
}

function tried({ incident }: Story): string {
  const actions = actionsTaken(incident).map(({ at, text }) => `  - ${utc(at)}: ${text}`);
  return actions.length === 0 ? "What we tried: nothing yet." : lines(["What we tried:", ...actions]);
}

function question({ incident: { resolved } }: Story): string {
  return resolved
    ? "What we ask: what caused this on your side, if anything, and how can we keep it from happening again?"
    : "What we ask: do you see these requests on your side, what is wrong with them, and when will it be mended?";
}

function lines(all: readonly (string | false | undefined)[]): string {
  return all.filter((line) => typeof line === "string" && line !== "").join("\n");
}

function utc(at: Instant): string {
  return momentText(dateTime(at));
}
