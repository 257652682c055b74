import type { Evidence } from "../incident/events.ts";
import type { Store } from "../incident/store.ts";
import type { TriageRun } from "../incident/triage-run/state.ts";
import { resultsOf } from "../incident/triage-run/state.ts";
import { system } from "../lib/actor.ts";
import { addMinutes, millisecondsBetween } from "../lib/time.ts";
import type { Clock } from "../record/ports.ts";
import type { Incidents } from "./incidents.ts";
import type { TriageRuns } from "./triage-runs.ts";

/** An incident older than this is not new, even where no receipt tells of its first triage any more. */
const newForMs = 24 * 60 * 60_000;

type FirstTriage = {
  incidents: Incidents;
  runs: TriageRuns;
  store: Store;
  clock: Clock;
  /** A run that ended longer ago is not shown as what is known now. */
  freshMinutes: number;
};

/**
 * Shows triage in a new incident's channel, once, as soon as the channel is open: the run it was declared from while
 * that is fresh, since a new one would know nothing of the test rows people agreed to; otherwise, and where others may
 * not know of the incident that a shared run would name, a new run.
 */
export async function triageNewIncident(stream: string, parts: FirstTriage): Promise<void> {
  const { incidents, runs, store, clock } = parts;
  const { channel, resolved, declared, evidence, private: isPrivate } = await incidents.load(stream);
  if (!channel || resolved || millisecondsBetween(declared.at, clock.now()) > newForMs) return;
  const receipt = `first-triage:${stream}`;
  if (await store.findReceipt(receipt)) return;
  const viewer = { channel: channel.id, by: declared.by, incident: stream };
  const request = { by: declared.by, receipt };
  if (evidence && !isPrivate && isFresh(await runs.load(evidence.stream), parts))
    await runs.change(evidence.stream, { type: "add_viewer", viewer }, request);
  else await runs.open({ viewer, request });
}

function isFresh({ diagnosis, endedAt }: TriageRun, { clock, freshMinutes }: FirstTriage): boolean {
  return diagnosis !== null && endedAt !== null && addMinutes(endedAt, freshMinutes) > clock.now();
}

/** What a run found, as incidents keep it; undefined while it has not ended. */
export function evidenceOf(stream: string, run: TriageRun): Evidence | undefined {
  return run.diagnosis ? { stream, diagnosis: run.diagnosis, results: resultsOf(run) } : undefined;
}

/**
 * Takes a run's outcome into the record of every incident it was made for. Where nobody walks the tree yet, the walk
 * begins, by the way in that the title names: what triage knows is answered at once. An interrupted run knows nothing,
 * and people are asked all.
 */
export async function recordTriage(
  stream: string,
  run: TriageRun,
  { incidents, entryFor }: { incidents: Incidents; entryFor: (title: string) => string | undefined },
): Promise<void> {
  const evidence = evidenceOf(stream, run);
  for (const { incident } of run.viewers) {
    if (!incident) continue;
    if (evidence && !(await knowsBetter(incident, stream, run, incidents)))
      await incidents.change(incident, { type: "record_triage", evidence }, { by: system });
    const { walk, resolved, title } = await incidents.load(incident);
    const entry = entryFor(title);
    if (walk.entry || resolved || !entry) continue;
    // Whoever begins a walk in this very moment is first: the revision is that of a walk not begun.
    const command = { type: "start", entry, revision: walk.revision } as const;
    await incidents.change(incident, { type: "walk", command }, { by: system });
  }
}

/** Tells whether the incident has taken in another run since this one looked last. */
async function knowsBetter(
  incident: string,
  stream: string,
  { endedAt, testRows }: TriageRun,
  incidents: Incidents,
): Promise<boolean> {
  const { evidence } = await incidents.load(incident);
  const rows = Object.values(testRows).flatMap(({ result }) => result?.at ?? []);
  const lookedAt = [endedAt ?? "", ...rows].reduce((last, at) => (at > last ? at : last));
  return !!evidence && evidence.stream !== stream && evidence.at >= lookedAt;
}
