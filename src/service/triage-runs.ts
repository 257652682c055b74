import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Diagnosis, ProbeResult } from "../incident/evidence/evidence.ts";
import type { Store } from "../incident/store.ts";
import type { TriageCommand, TriageRules } from "../incident/triage-run/commands.ts";
import { summariseTriage, triageRun } from "../incident/triage-run/decider.ts";
import type { PlannedProbe, TriageEvent, Viewer } from "../incident/triage-run/events.ts";
import { resultsOf, type TriageRun } from "../incident/triage-run/state.ts";
import { system } from "../lib/actor.ts";
import { addMilliseconds, isAhead } from "../lib/time.ts";
import { isEpisode } from "../monitor/record/decider.ts";
import type { Handled, Request } from "../record/attempt.ts";
import type { Handle } from "../record/handle.ts";
import type { Clock } from "../record/ports.ts";
import type { RecordKind } from "../record/record-kind.ts";
import type { States } from "../record/states.ts";

type TriageKind = RecordKind<TriageRun, TriageCommand, TriageEvent, TriageRules>;

/** Triage runs as the engine handles them. */
export function triageKind(rules: TriageRules): TriageKind {
  return { kind: "triage", decider: triageRun, rules, summarise: summariseTriage };
}

/** Makes probes. Never rejects: what goes wrong is in the results. */
export type Probing = {
  plan(): PlannedProbe[];
  /** Makes all probes at once; `onResult` hears of each as it ends. */
  run(onResult: (result: ProbeResult) => void): Promise<ProbeResult[]>;
  /** Posts one row to a webhook. Undefined: there is no such webhook, or it must never be posted to. */
  sendTestRow(probe: string): Promise<ProbeResult | undefined>;
  diagnose(results: ProbeResult[]): Diagnosis;
};

/** Probing of the state of affairs a drill is played with; with null, of the real one. */
export type ProbingFor = (drill: string | null) => Promise<Probing>;

/** A run asked for. `joined`: it had been asked for a moment before, and is shown here too. */
type OpenedRun = { stream: string; run: TriageRun; joined: boolean; wasShownHere: boolean };

export type TriageRuns = {
  /** Starts a run for this viewer, or joins one started within the last seconds. `after` asks for a newer run than that one. */
  open(asked: { viewer: Viewer; after?: string; request: Request }): Promise<OpenedRun>;
  load(stream: string): Promise<TriageRun>;
  /** Resolves when the run and its test rows have ended, whichever process makes them. */
  ended(stream: string): Promise<TriageRun>;
  /** Sends a test row once for all who ask; resolves when the consent is on disk. */
  testRow(stream: string, probe: string, request: Request): Promise<Handled<TriageRun, TriageEvent>>;
  /** Carries out any other command on a run. */
  change(stream: string, command: TriageCommand, request: Request): Promise<Handled<TriageRun, TriageEvent>>;
  /** Makes the probes of a run nobody has started; returns without waiting for them. */
  perform(stream: string): Promise<void>;
  /** Resolves when the probes under way have ended. */
  idle(): Promise<void>;
};

/** Another process may be making the run, so its end shows only in the record. */
const lookAgainMs = 250;

/** Among this many newest runs the one to share is looked for; some that are not shared may stand before it. */
const recentAtMost = 10;

/** What keeps the runs of an incident apart from all others: nobody else may join them. */
type Apart = {
  /** The state of affairs of the drill it is; null: it is none. */
  drill: string | null;
  private: boolean;
};

type Parts = {
  handle: Handle;
  states: States;
  store: Store;
  clock: Clock;
  kind: TriageKind;
  /** How probes are made: of the real Clay, or of a drill's. */
  probingFor: ProbingFor;
  apart: (incident: string) => Promise<Apart>;
  shareSeconds: number;
  /** Hears of a run that has ended, in every pass over it: once more for a viewer who joins later or after a crash. */
  onFinished: (stream: string, run: TriageRun) => Promise<void>;
  /** What is left of what runs out, a line each. */
  meters: () => Promise<string[]>;
  onBug: (error: unknown, stream: string) => void;
};

/** Wires the runs of triage: opened by people, made once, shown wherever they were asked for. */
export function createTriageRuns(parts: Parts): TriageRuns {
  const { handle, states, store, clock, kind, probingFor } = parts;
  const underWay = new Set<Promise<void>>();
  const change = (stream: string, command: TriageCommand, request: Request) =>
    handle(kind, stream, command, request);
  // What an incident is declared from may be an episode, which no run stands behind.
  const load = async (stream: string) =>
    isEpisode(stream) ? kind.decider.initial : (await states.load(kind, stream)).state;

  function inBackground(stream: string, work: () => Promise<void>): void {
    const running = work()
      .catch((error) => parts.onBug(error, stream))
      .finally(() => underWay.delete(running));
    underWay.add(running);
  }

  async function makeProbes(stream: string): Promise<void> {
    const probing = await probingFor((await load(stream)).drill);
    const recorded: Promise<unknown>[] = [];
    const unsaved: unknown[] = [];
    const results = await probing.run((result) => {
      const saved = change(stream, { type: "record_probe", result }, { by: system });
      // Caught here: nobody awaits it before all probes have ended.
      recorded.push(saved.catch((error) => unsaved.push(error)));
    });
    await Promise.all(recorded);
    if (unsaved.length > 0) throw unsaved[0];
    const meters = (await load(stream)).drill === null ? await parts.meters() : [];
    const diagnosis = probing.diagnose(results);
    const finish: TriageCommand = { type: "finish", diagnosis, ...(meters.length > 0 && { meters }) };
    await change(stream, finish, { by: system });
  }

  async function postRow(stream: string, probe: string): Promise<void> {
    const probing = await probingFor((await load(stream)).drill);
    const result = await probing.sendTestRow(probe);
    if (!result) return;
    // Loaded only now: another test row may have ended meanwhile, and what it showed must count.
    const results = resultsOf(await load(stream)).map((other) => (other.probe === probe ? result : other));
    const diagnosis = probing.diagnose(results);
    await change(stream, { type: "record_test_row", probe, result, diagnosis }, { by: system });
  }

  /** A run young enough to share; with `after`, only one asked for later than that one. */
  async function recentRun(after: string | undefined, privateTo: string | null): Promise<string | undefined> {
    const shareable = addMilliseconds(clock.now(), -parts.shareSeconds * 1000);
    const known = after && (await load(after)).requestedAt;
    const startedAfter = known && known > shareable ? known : shareable;
    const recent = await store.summaries({ kind: "triage", startedAfter, limit: recentAtMost });
    const newest = recent.find(
      ({ drill, extra, startedAt }) =>
        !drill && (extra.privateTo ?? null) === privateTo && !isAhead(startedAt, clock.now()),
    );
    return newest && newest.stream !== after ? newest.stream : undefined;
  }

  async function whoseRun(incident: string | undefined): Promise<Whose> {
    if (!incident) return { drill: null, privateTo: null, name: "" };
    const { drill, private: isPrivate } = await parts.apart(incident);
    const name = drill !== null || isPrivate ? incident.replace(/^\D+/, ".") : "";
    return { drill, privateTo: isPrivate ? incident : null, name };
  }

  async function openNamed(
    stream: string,
    viewer: Viewer,
    { drill, privateTo }: Whose,
    request: Request,
  ): Promise<OpenedRun> {
    const probes = (await probingFor(drill)).plan();
    const whose = { ...(drill && { drill }), ...(privateTo && { privateTo }) };
    const asked = await change(stream, { type: "request", probes, viewer, ...whose }, request);
    // A repeated request was answered the first time.
    if (asked.outcome !== "refused") return { stream, run: asked.state, joined: false, wasShownHere: false };
    const wasShownHere = asked.state.viewers.some(
      ({ channel, quiet }) => channel === viewer.channel && !quiet,
    );
    const { state } = await change(stream, { type: "add_viewer", viewer }, request);
    return { stream, run: state, joined: true, wasShownHere };
  }

  return {
    change,
    load,
    async ended(stream) {
      for (;;) {
        const run = await load(stream);
        if (run.status === "none" || hasEnded(run)) return run;
        await setTimeout(lookAgainMs);
      }
    },
    async open({ viewer, after, request }) {
      const whose = await whoseRun(viewer.incident);
      const recent = whose.drill === null ? await recentRun(after, whose.privateTo) : undefined;
      if (recent) return openNamed(recent, viewer, whose, request);
      const isAlike = after && (await load(after)).privateTo === whose.privateTo;
      let stream = isAlike ? nextName(after) : newName(clock.now(), parts.shareSeconds, whose);
      // "Run again" under an old message: the runs that followed it are old, too.
      while (await store.summary(stream)) stream = nextName(stream);
      return openNamed(stream, viewer, whose, request);
    },
    async testRow(stream, probe, request) {
      const asked = await change(stream, { type: "request_test_row", probe }, request);
      const isNew = asked.outcome === "done" && asked.events.length > 0;
      if (isNew) inBackground(stream, () => postRow(stream, probe));
      return asked;
    },
    async perform(stream) {
      const run = await load(stream);
      if (run.diagnosis || run.status === "interrupted") await parts.onFinished(stream, run);
      if (run.status !== "requested") return;
      const claimed = await change(stream, { type: "start" }, { by: system });
      const isOurs = claimed.outcome === "done" && claimed.events.length > 0;
      if (isOurs) inBackground(stream, () => makeProbes(stream));
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

function hasEnded({ endedAt, testRows }: TriageRun): boolean {
  return endedAt !== null && Object.values(testRows).every(({ state }) => state !== "sending");
}

/** Whose a run is, and what in its name keeps it from being joined by others in the same instant. */
type Whose = { drill: string | null; privateTo: string | null; name: string };

/** Names a new run. Two people who ask in the same instant arrive at the same name: the second joins the first. */
function newName(now: string, shareSeconds: number, { name }: Whose): string {
  if (shareSeconds === 0) return `TRI-${randomUUID().slice(0, 8)}`;
  return `TRI-${Math.floor(Date.parse(now) / (shareSeconds * 1000)).toString(36)}${name}`;
}

/** Names the run that is asked for under another: "run again" counts on ("TRI-k3x-2"). */
function nextName(after: string): string {
  const [, base, count = "1"] = /^(TRI-[^-]+)(?:-(\d+))?$/.exec(after) ?? [];
  return `${base}-${Number(count) + 1}`;
}
