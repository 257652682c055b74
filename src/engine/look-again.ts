import type { Diagnosis } from "../incident/evidence.ts";
import type { Viewer } from "../incident/triage-run/events.ts";
import type { Request } from "./attempt.ts";
import { evidenceOf } from "./incident-triage.ts";
import { type Incidents, parseIncidentName } from "./incidents.ts";
import type { TriageRuns } from "./triage-runs.ts";

export type LookAgain = {
  /** Where it was asked for. */
  viewer: Viewer;
  /** Also posts the test rows that webhooks ask consent for: somebody gave it. */
  withTestRows: boolean;
  request: Request;
};

/**
 * Runs triage anew for a record's walk, an incident's or one outside, without showing the run. Resolves with what it
 * found once the record has it; undefined when the run was interrupted.
 */
export async function lookAgain(
  stream: string,
  { viewer, withTestRows, request }: LookAgain,
  { incidents, runs }: { incidents: Incidents; runs: TriageRuns },
): Promise<Diagnosis | undefined> {
  const incident = parseIncidentName(stream) ? await incidents.load(stream) : null;
  const last = incident ? incident.evidence?.stream : ((await runs.load(stream)).diagnosedBy ?? stream);
  const quiet: Viewer = { ...viewer, ...(incident && { incident: stream }), quiet: true };
  const opened = await runs.open({ viewer: quiet, ...(last && { after: last }), request });
  let run = await runs.ended(opened.stream);
  const untested = withTestRows ? run.probes.filter(({ result }) => result?.offersTestRow) : [];
  for (const { probe } of untested) {
    await runs.testRow(opened.stream, probe, { by: request.by });
    run = await runs.ended(opened.stream);
  }
  const { diagnosis } = run;
  if (!diagnosis) return undefined;
  const evidence = evidenceOf(opened.stream, run)!;
  if (incident) await incidents.change(stream, { type: "record_triage", evidence }, { by: request.by });
  else
    await runs.change(stream, { type: "take_diagnosis", from: opened.stream, diagnosis }, { by: request.by });
  return diagnosis;
}
