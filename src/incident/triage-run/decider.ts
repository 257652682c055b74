import { addMilliseconds, earliest, type Instant } from "../../lib/time.ts";
import { nearMoment, say } from "../../lib/words.ts";
import { type Context, type Decider, type Decision, refuse } from "../../record/decider.ts";
import type { WalkCommand } from "../../walk/walk-events.ts";
import type { ProbeResult } from "../evidence/evidence.ts";
import { answersFrom, decideOnWalk } from "../evidence/tree-walk.ts";
import type { Summary } from "../summary.ts";
import type { TriageCommand, TriageRules } from "./commands.ts";
import type { TriageEvent, Viewer } from "./events.ts";
import { evolveRun, initialRun, type TriageRun } from "./state.ts";

type Given = Context<TriageRules>;

/** No run and no test row takes this long; after it the process that was at it is taken for dead. */
const givenUpAfterMs = 60_000;

/** The record of one triage run: one stream, shown in every place that asked for it. */
export const triageRun: Decider<TriageRun, TriageCommand, TriageEvent, TriageRules> = {
  initial: initialRun,
  decide: decideRun,
  evolve: evolveRun,
  wakesAt,
};

/** The run as lists and look-ups see it. Expects a run that was requested. */
export function summariseTriage(stream: string, run: TriageRun): Summary {
  return {
    stream,
    kind: "triage",
    number: null,
    open: run.status === "requested" || run.status === "running",
    private: run.privateTo !== null,
    drill: run.drill !== null,
    severity: run.diagnosis?.severity ?? null,
    title: run.diagnosis?.verdict ?? "",
    status: run.status,
    channelId: run.viewers[0]?.channel ?? null,
    leadId: null,
    startedAt: run.requestedAt ?? "",
    endedAt: run.endedAt,
    nextUpdateAt: null,
    extra: {
      outcome: run.diagnosis?.outcome ?? null,
      incident: run.declared?.incident ?? null,
      privateTo: run.privateTo,
    },
  };
}

function decideRun(run: TriageRun, command: TriageCommand, context: Given): Decision<TriageEvent> {
  if (command.type === "request") {
    if (run.status !== "none") return refuse("already_requested", "This triage run was already asked for.");
    return { events: [{ ...command, type: "triage.requested" }] };
  }
  if (run.status === "none")
    return refuse("no_such_run", "This triage run is no longer kept. Start a new one.");
  switch (command.type) {
    case "add_viewer":
      return addViewer(run, command.viewer);
    case "start":
      return start(run);
    case "record_probe":
      return recordProbe(run, command.result);
    case "finish":
      return finish(run, command, context);
    case "request_test_row":
      return requestTestRow(run, command.probe, context);
    case "record_test_row":
      return recordTestRow(run, command, context);
    case "walk":
      return walkOn(run, command.command, context);
    case "take_diagnosis":
      return takeDiagnosis(run, command, context);
    case "declared":
      return declared(run, command.incident, context);
    case "tick":
      return { events: overdue(run, context.now) };
  }
}

function addViewer(run: TriageRun, viewer: Viewer): Decision<TriageEvent> {
  const known = run.viewers.find((other) => other.channel === viewer.channel);
  const bringsIncident = viewer.incident !== undefined && viewer.incident !== known?.incident;
  const wantsMessage = known?.quiet && !viewer.quiet;
  return { events: !known || bringsIncident || wantsMessage ? [{ type: "viewer.added", viewer }] : [] };
}

function start(run: TriageRun): Decision<TriageEvent> {
  if (run.status === "requested") return { events: [{ type: "triage.started" }] };
  return refuse("already_started", "This triage run has already been started.");
}

/** Takes a late result too: a run taken for dead may have been merely slow. The first result of a probe stands. */
function recordProbe(run: TriageRun, result: ProbeResult): Decision<TriageEvent> {
  if (!run.startedAt) return refuse("not_started", "This triage run has not been started.");
  const planned = run.probes.find((probe) => probe.probe === result.probe);
  if (!planned) return refuse("unknown_probe", `This triage run has no probe "${result.probe}".`);
  const settled = planned.result || run.status === "finished";
  return { events: settled ? [] : [{ type: "probe.finished", result }] };
}

function finish(
  run: TriageRun,
  { diagnosis, meters }: TriageCommand & { type: "finish" },
  given: Given,
): Decision<TriageEvent> {
  if (!run.startedAt) return refuse("not_started", "This triage run has not been started.");
  if (run.status === "finished") return { events: [] };
  const finished: TriageEvent = { type: "triage.finished", diagnosis, ...(meters && { meters }) };
  return { events: [finished, ...answersFrom(diagnosis, run.walk, given)] };
}

function requestTestRow(run: TriageRun, probe: string, { now }: Given): Decision<TriageEvent> {
  const row = run.testRows[probe];
  if (row?.state === "sending")
    return refuse(
      "test_row_in_flight",
      say`${row.by} asked for this test row at ${nearMoment(row.at, now)}; it is being sent.`,
    );
  if (row?.state === "done")
    return refuse("test_row_sent", say`${row.by} already sent this test row at ${nearMoment(row.at, now)}.`);
  if (row)
    return refuse(
      "test_row_unclear",
      say`${row.by} sent this test row at ${nearMoment(row.at, now)}; it may have been added. Look in the table, or run triage again.`,
    );
  const planned = run.probes.find((other) => other.probe === probe);
  if (!planned?.result?.offersTestRow)
    return refuse(
      "no_test_row",
      "This probe has no test row to send. Run triage again to see what it offers.",
    );
  return { events: [{ type: "test_row.requested", probe, name: planned.name }] };
}

function recordTestRow(
  run: TriageRun,
  { probe, result, diagnosis }: TriageCommand & { type: "record_test_row" },
  given: Given,
): Decision<TriageEvent> {
  const row = run.testRows[probe];
  if (!row) return refuse("no_test_row", "Nobody asked for this test row.");
  if (row.state === "done") return { events: [] };
  const finished: TriageEvent = { type: "test_row.finished", probe, result, diagnosis };
  return { events: [finished, ...answersFrom(diagnosis, run.walk, given)] };
}

/** Once an incident is declared from it, the walk goes on there. */
function walkOn(run: TriageRun, command: WalkCommand, given: Given): Decision<TriageEvent> {
  const { declared } = run;
  if (!declared) return decideOnWalk(run.walk, command, run.diagnosis, given);
  return refuse(
    "already_declared",
    say`${declared.by} declared ${declared.incident} at ${nearMoment(declared.at, given.now)}. The walk goes on in its channel.`,
  );
}

function takeDiagnosis(
  run: TriageRun,
  { from, diagnosis }: TriageCommand & { type: "take_diagnosis" },
  given: Given,
): Decision<TriageEvent> {
  if (JSON.stringify(run.diagnosis) === JSON.stringify(diagnosis)) return { events: [] };
  return {
    events: [{ type: "diagnosis.taken", from, diagnosis }, ...answersFrom(diagnosis, run.walk, given)],
  };
}

function declared(run: TriageRun, incident: string, { now }: Given): Decision<TriageEvent> {
  const first = run.declared;
  if (!first) return { events: [{ type: "triage.declared", incident }] };
  if (first.incident === incident) return { events: [] };
  return refuse(
    "already_declared",
    say`${first.by} already declared ${first.incident} from this run at ${nearMoment(first.at, now)}.`,
  );
}

function overdue(run: TriageRun, now: Instant): TriageEvent[] {
  const runDue = givesUpAt(run);
  const stuck: TriageEvent[] =
    runDue && runDue <= now ? [{ type: "triage.interrupted", startedAt: run.startedAt }] : [];
  const unclear = sending(run)
    .filter(([, at]) => addMilliseconds(at, givenUpAfterMs) <= now)
    .map(([probe]): TriageEvent => ({ type: "test_row.unclear", probe }));
  return [...stuck, ...unclear];
}

function wakesAt(run: TriageRun): Instant | null {
  return earliest(givesUpAt(run), ...sending(run).map(([, at]) => addMilliseconds(at, givenUpAfterMs)));
}

/** A run nobody starts is given up like one nobody finishes: nobody should look at "checking…" for ever. */
function givesUpAt(run: TriageRun): Instant | null {
  const since =
    run.status === "running" ? run.startedAt : run.status === "requested" ? run.requestedAt : null;
  return since && addMilliseconds(since, givenUpAfterMs);
}

function sending(run: TriageRun): [probe: string, at: Instant][] {
  return Object.entries(run.testRows)
    .filter(([, row]) => row.state === "sending")
    .map(([probe, row]) => [probe, row.at]);
}
