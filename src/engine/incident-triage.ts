import type { TriageRun } from "../incident/triage-run/state.ts";
import { resultsOf } from "../incident/triage-run/state.ts";
import { system } from "../lib/actor.ts";
import type { Incidents } from "./incidents.ts";
import type { Store } from "./ports.ts";
import type { TriageRuns } from "./triage-runs.ts";

/** Runs triage in a new incident's channel, once, as soon as the channel is open. */
export async function triageNewIncident(
  stream: string,
  { incidents, runs, store }: { incidents: Incidents; runs: TriageRuns; store: Store },
): Promise<void> {
  const { channel, resolved, declared } = await incidents.load(stream);
  if (!channel || resolved) return;
  const receipt = `first-triage:${stream}`;
  if (await store.findReceipt(receipt)) return;
  const viewer = { channel: channel.id, by: declared.by, incident: stream };
  await runs.open({ viewer, request: { by: system, receipt } });
}

/** Takes a run's outcome into the record of every incident it was made for. */
export async function recordTriage(stream: string, run: TriageRun, incidents: Incidents): Promise<void> {
  const { diagnosis } = run;
  if (!diagnosis) return;
  const evidence = { stream, diagnosis, results: resultsOf(run) };
  for (const { incident } of run.viewers) {
    if (incident) await incidents.change(incident, { type: "record_triage", evidence }, { by: system });
  }
}
