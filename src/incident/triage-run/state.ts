import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import { type ByType, callByType } from "../../record/by-type.ts";
import type { Recorded } from "../../record/decider.ts";
import { evolveWalk, isWalkEvent } from "../../walk/evolve-walk.ts";
import type { WalkEvent } from "../../walk/walk-events.ts";
import { noWalk, type WalkState } from "../../walk/walk-state.ts";
import type { Diagnosis, ProbeResult } from "../evidence/evidence.ts";
import type { PlannedProbe, TriageEvent, Viewer } from "./events.ts";

/** A test that adds a row: who agreed to it and when, and what came of it. */
export type TestRow = { by: Actor; at: Instant; state: "sending" | "done" | "unclear"; result?: ProbeResult };

export type TriageRun = {
  /** "none" before the first event. */
  status: "none" | "requested" | "running" | "finished" | "interrupted";
  requestedAt: Instant | null;
  requestedBy: Actor | null;
  startedAt: Instant | null;
  endedAt: Instant | null;
  /** In the order they are shown. */
  probes: (PlannedProbe & { result?: ProbeResult })[];
  /** One per channel, in the order they came. */
  viewers: Viewer[];
  /** The state of affairs of the drill it belongs to; null: the real one. */
  drill: string | null;
  /** The private incident it belongs to, and which alone may show it; null: anyone may. */
  privateTo: string | null;
  diagnosis: Diagnosis | null;
  /** What was left of what runs out when it ended, a line each. */
  meters: string[];
  /** The later run the diagnosis comes from, when the walk here was looked at again. */
  diagnosedBy: string | null;
  /** By probe. */
  testRows: Record<string, TestRow>;
  declared: { incident: string; by: Actor; at: Instant } | null;
  /** The walk through the tree that started here, outside an incident. */
  walk: WalkState;
};

export const initialRun: TriageRun = {
  status: "none",
  requestedAt: null,
  requestedBy: null,
  startedAt: null,
  endedAt: null,
  probes: [],
  viewers: [],
  drill: null,
  privateTo: null,
  diagnosis: null,
  meters: [],
  diagnosedBy: null,
  testRows: {},
  declared: null,
  walk: noWalk,
};

/** How many of the planned probes have a result. */
export function probesDone(run: TriageRun): number {
  return run.probes.filter((probe) => probe.result).length;
}

/** The results there are, in the order of the plan. */
export function resultsOf(run: TriageRun): ProbeResult[] {
  return run.probes.flatMap((probe) => probe.result ?? []);
}

type Mark = { at: Instant; by: Actor };

const folds: ByType<Exclude<TriageEvent, WalkEvent>, [TriageRun, Mark], TriageRun> = {
  "triage.requested": ({ probes, viewer, drill, privateTo }, _, { at, by }) => ({
    ...initialRun,
    status: "requested",
    requestedAt: at,
    requestedBy: by,
    probes,
    viewers: [viewer],
    drill: drill ?? null,
    privateTo: privateTo ?? null,
  }),
  "viewer.added": ({ viewer }, run) => ({ ...run, viewers: withViewer(run.viewers, viewer) }),
  "triage.started": (_, run, { at }) => ({ ...run, status: "running", startedAt: at }),
  "probe.finished": ({ result }, run) => withResult(run, result),
  "triage.finished": ({ diagnosis, meters = [] }, run, { at }) => ({
    ...run,
    status: "finished",
    endedAt: at,
    diagnosis,
    meters,
  }),
  "triage.interrupted": (_, run, { at }) => ({ ...run, status: "interrupted", endedAt: at }),
  "test_row.requested": ({ probe }, run, mark) => withTestRow(run, probe, { ...mark, state: "sending" }),
  "test_row.finished": ({ probe, result, diagnosis }, run, mark) => {
    const row: TestRow = { ...(run.testRows[probe] ?? mark), state: "done", result };
    return withTestRow({ ...withResult(run, result), diagnosis }, probe, row);
  },
  "test_row.unclear": ({ probe }, run, mark) =>
    withTestRow(run, probe, { ...(run.testRows[probe] ?? mark), state: "unclear" }),
  "diagnosis.taken": ({ from, diagnosis }, run) => ({ ...run, diagnosis, diagnosedBy: from }),
  "triage.declared": ({ incident }, run, { at, by }) => ({ ...run, declared: { incident, by, at } }),
};

/** The types of event a run's record can hold besides those of its walk. */
export const triageEventTypes: readonly string[] = Object.keys(folds);

/** Folds one event into the run. Events of a type not known here leave it as it is. */
export function evolveRun(run: TriageRun, { event, at, by }: Recorded<TriageEvent>): TriageRun {
  if (isWalkEvent(event)) return { ...run, walk: evolveWalk(run.walk, { at, by, event }) };
  return callByType(folds, event, run, { at, by }) ?? run;
}

/**
 * A channel shows a run once. A later request from the same channel may add the incident it is for, or ask for the
 * message nobody wanted before.
 */
function withViewer(viewers: Viewer[], added: Viewer): Viewer[] {
  if (!viewers.some((viewer) => viewer.channel === added.channel)) return [...viewers, added];
  return viewers.map((viewer) => {
    if (viewer.channel !== added.channel) return viewer;
    const { quiet, ...shown } = viewer.quiet && !added.quiet ? added : viewer;
    const incident = added.incident ?? viewer.incident;
    return { ...shown, ...(incident && { incident }), ...(viewer.quiet && added.quiet && { quiet: true }) };
  });
}

function withResult(run: TriageRun, result: ProbeResult): TriageRun {
  const probes = run.probes.map((probe) => (probe.probe === result.probe ? { ...probe, result } : probe));
  return { ...run, probes };
}

function withTestRow(run: TriageRun, probe: string, row: TestRow): TriageRun {
  return { ...run, testRows: { ...run.testRows, [probe]: row } };
}
