import type { Evidence } from "../incident/events.ts";
import type { TriageRun } from "../incident/triage-run/state.ts";
import { resultsOf } from "../incident/triage-run/state.ts";
import { system } from "../lib/actor.ts";
import { millisecondsBetween } from "../lib/time.ts";
import type { Incidents } from "./incidents.ts";
import type { Clock, Store } from "./ports.ts";
import type { TriageRuns } from "./triage-runs.ts";

/** An incident older than this is not new, even where no receipt tells of its first triage any more. */
const newForMs = 24 * 60 * 60_000;

/** Runs triage in a new incident's channel, once, as soon as the channel is open. */
export async function triageNewIncident(
  stream: string,
  { incidents, runs, store, clock }: { incidents: Incidents; runs: TriageRuns; store: Store; clock: Clock },
): Promise<void> {
  const { channel, resolved, declared } = await incidents.load(stream);
  if (!channel || resolved || millisecondsBetween(declared.at, clock.now()) > newForMs) return;
  const receipt = `first-triage:${stream}`;
  if (await store.findReceipt(receipt)) return;
  const viewer = { channel: channel.id, by: declared.by, incident: stream };
  await runs.open({ viewer, request: { by: declared.by, receipt } });
}

/** What a run found, as incidents keep it; undefined while it has not ended. */
export function evidenceOf(stream: string, run: TriageRun): Evidence | undefined {
  return run.diagnosis ? { stream, diagnosis: run.diagnosis, results: resultsOf(run) } : undefined;
}

/**
 * Takes a run's outcome into the record of every incident it was made for. Where nobody walks the tree yet, the walk
 * begins: what triage knows is answered at once. An interrupted run knows nothing, and people are asked all.
 */
export async function recordTriage(
  stream: string,
  run: TriageRun,
  { incidents, firstEntry }: { incidents: Incidents; firstEntry: string | undefined },
): Promise<void> {
  const evidence = evidenceOf(stream, run);
  for (const { incident } of run.viewers) {
    if (!incident || (await knowsBetter(incident, stream, run, incidents))) continue;
    if (evidence) await incidents.change(incident, { type: "record_triage", evidence }, { by: system });
    const { walk, resolved } = await incidents.load(incident);
    if (walk.entry || resolved || !firstEntry) continue;
    // Whoever begins a walk in this very moment is first: the revision is that of a walk not begun.
    const command = { type: "start", entry: firstEntry, revision: walk.revision } as const;
    await incidents.change(incident, { type: "walk", command }, { by: system });
  }
}

/** Tells whether the incident has taken in another run since this one ended. */
async function knowsBetter(
  incident: string,
  stream: string,
  { endedAt }: TriageRun,
  incidents: Incidents,
): Promise<boolean> {
  const { evidence } = await incidents.load(incident);
  return !!evidence && evidence.stream !== stream && (!endedAt || evidence.at >= endedAt);
}
