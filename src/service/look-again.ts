import type { Evidence } from "../incident/events.ts";
import { answersAfter } from "../incident/evidence/known-answers.ts";
import type { Viewer } from "../incident/triage-run/events.ts";
import type { Request } from "../record/attempt.ts";
import { evidenceOf } from "./incident-triage.ts";
import { type Incidents, parseIncidentName } from "./incidents.ts";
import type { TriageRuns } from "./triage-runs.ts";

type LookAgain = {
  /** Where it was asked for. */
  viewer: Viewer;
  /** The webhooks that also get a test row, because somebody agreed to it ("webhook:leads"). */
  testRows: "all" | readonly string[];
  request: Request;
};

/**
 * Runs triage anew for a record's walk, an incident's or one outside, without showing the run. Resolves with what it
 * found once the record has it; undefined when the run was interrupted.
 */
export async function lookAgain(
  stream: string,
  { viewer, testRows, request }: LookAgain,
  { incidents, runs }: { incidents: Incidents; runs: TriageRuns },
): Promise<Evidence | undefined> {
  const incident = parseIncidentName(stream) ? await incidents.load(stream) : null;
  const last = incident ? incident.evidence?.stream : ((await runs.load(stream)).diagnosedBy ?? stream);
  const quiet: Viewer = { ...viewer, ...(incident && { incident: stream }), quiet: true };
  const opened = await runs.open({ viewer: quiet, ...(last && { after: last }), request });
  let run = await runs.ended(opened.stream);
  const isAgreed = (probe: string) => testRows === "all" || testRows.includes(probe);
  const untested = run.probes.filter(({ probe, result }) => result?.offersTestRow && isAgreed(probe));
  for (const { probe } of untested) {
    await runs.testRow(opened.stream, probe, { by: request.by });
    run = await runs.ended(opened.stream);
  }
  const evidence = evidenceOf(opened.stream, run);
  if (!evidence) return undefined;
  const { by } = request;
  const known = incident ? incident.answers : (await runs.load(stream)).diagnosis?.answers;
  const diagnosis = { ...evidence.diagnosis, answers: answersAfter(known ?? {}, evidence) };
  if (incident) await incidents.change(stream, { type: "record_triage", evidence }, { by });
  else await runs.change(stream, { type: "take_diagnosis", from: opened.stream, diagnosis }, { by });
  return { ...evidence, diagnosis };
}
