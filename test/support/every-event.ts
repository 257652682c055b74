import type { IncidentCommand } from "../../src/incident/commands.ts";
import type { CreditsLost } from "../../src/incident/credits.ts";
import type { Evidence } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import type { Incident } from "../../src/incident/state.ts";
import type { TriageCommand } from "../../src/incident/triage-run/commands.ts";
import { triageRun } from "../../src/incident/triage-run/decider.ts";
import type { PlannedProbe } from "../../src/incident/triage-run/events.ts";
import type { TriageRun } from "../../src/incident/triage-run/state.ts";
import { type Actor, system } from "../../src/lib/actor.ts";
import { plainText } from "../../src/lib/words.ts";
import type { Recorded } from "../../src/record/decider.ts";
import { diagnose } from "../../src/triage/diagnosis/diagnose.ts";
import type { WalkCommand } from "../../src/walk/walk-events.ts";
import { currentLeaf, currentQuestion, type WalkState } from "../../src/walk/walk-state.ts";
import { answered, unanswered } from "../triage/support/answers.ts";
import { wellBut } from "../triage/support/results.ts";
import { at, given, lead, responder, type Story } from "./given.ts";
import { rules as usual } from "./incidents.ts";

const rules: typeof usual = { ...usual, respondWithin: { ...usual.respondWithin, P1: { minutes: 6 } } };

type Step<S, C> = readonly [minute: number, command: C | ((state: S) => C), by?: Actor];

/** Three records in which everything happens that can happen to one, each thing with every field it can have. */
export type EveryEvent = { [stream: string]: { kind: "incident" | "triage"; events: Recorded<unknown>[] } };

/** Plays them by the deciders as they are now. Throws when a step is refused. */
export function everyEvent(): EveryEvent {
  const run = play(given(triageRun, rules), runSteps);
  const brief = play(given(incident, rules), briefSteps);
  const whole = play(given(incident, rules), [declaration(run.state), ...incidentSteps]);
  // The store's own event, which no decider makes; see `Store.rewrite`.
  const rewritten = { at: at(20_000), by: system, event: { type: "record.rewritten" } };
  return {
    "INC-12": {
      kind: "incident",
      events: [...whole.stream, { ...rewritten, version: whole.stream.length + 1 }],
    },
    "INC-13": { kind: "incident", events: brief.stream },
    "TRI-1": { kind: "triage", events: run.stream },
  };
}

function play<S, C, E>(story: Story<S, C, E>, steps: readonly Step<S, C>[]): Story<S, C, E> {
  return steps.reduce((told, [minute, asked, by = lead]) => {
    const command = typeof asked === "function" ? (asked as (state: S) => C)(told.state) : asked;
    const next = told.when({ command, by, minute });
    if ("refusal" in next.last) throw new Error(`${minute}: ${plainText(next.last.refusal.message)}`);
    return next;
  }, story);
}

const third: Actor = { kind: "person", id: "U_THIRD", name: "third" };
const limit = answered(403, {
  headers: { "retry-after": "30", "request-id": "req-1" },
  body: "Record limit reached for webhook",
  timings: { dnsMs: 3, connectMs: 14, tlsMs: 31, firstByteMs: 90, totalMs: 95 },
});
const broken = wellBut({
  "webhook:leads": limit,
  "webhook:events": "webhook.needs_consent",
  "provider:finder": answered(200, { body: { status: { indicator: "major" }, incidents: [] } }),
  "credits:main": answered(200, { body: { balance: 120, actionExecutionBalance: 15_000 } }),
  "callback:app": unanswered("timeout"),
});
const evidence: Evidence = { stream: "TRI-1", diagnosis: diagnose(broken), results: broken };
const fine = wellBut();

/** Commands on a walk, made for where it stands. */
const onWalk = (make: (walk: WalkState) => WalkCommand) => (record: { walk: WalkState }) =>
  ({ type: "walk", command: make(record.walk) }) as const;
const answer = (choice: string) =>
  onWalk((walk) => ({
    type: "answer",
    revision: walk.revision,
    question: currentQuestion(walk)?.id ?? "",
    answer: choice,
  }));
const back = onWalk(({ revision }) => ({ type: "back", revision }));
const restart = onWalk(({ revision }) => ({ type: "restart", revision }));
const start = onWalk(() => ({ type: "start", entry: "enrichment_not_running" }));
const leafStep = (type: "tick" | "untick", n: number) =>
  onWalk((walk) => {
    const leaf = currentLeaf(walk);
    return { type, resolution: leaf?.resolution ?? "", step: leaf?.steps[n]?.id ?? "" };
  });
const didNotHelp = onWalk((walk) => ({
  type: "did_not_help",
  resolution: currentLeaf(walk)?.resolution ?? "",
}));

const paste = onWalk((walk) => ({
  type: "paste",
  revision: walk.revision,
  question: currentQuestion(walk)?.id ?? "",
  text: "Error: Credit balance insufficient",
}));

const plan: PlannedProbe[] = broken.map(({ probe, kind, name, target }) => ({ probe, kind, name, target }));
const leads = "webhook:events";
const sent = { ...fine.find(({ probe }) => probe === leads)! };
const runSteps: Step<TriageRun, TriageCommand>[] = [
  [
    0,
    {
      type: "request",
      probes: plan,
      viewer: { channel: "C9", by: lead, threadTs: "1.1" },
      drill: "limit",
      privateTo: "INC-12",
    },
  ],
  [0, { type: "add_viewer", viewer: { channel: "C1", by: responder, incident: "INC-12", quiet: true } }],
  [1, { type: "start" }, system],
  [3, { type: "tick" }, system],
  ...broken.map((result) => [3, { type: "record_probe", result }, system] as const),
  [3, { type: "finish", diagnosis: evidence.diagnosis }, system],
  [4, start],
  [4, leafStep("tick", 0)],
  [5, { type: "request_test_row", probe: leads }],
  [7, { type: "tick" }, system],
  [8, { type: "record_test_row", probe: leads, result: sent, diagnosis: evidence.diagnosis }, system],
  [9, { type: "take_diagnosis", from: "TRI-2", diagnosis: diagnose(fine) }, system],
  [10, { type: "declared", incident: "INC-12" }],
];

const author: Actor = { kind: "person", id: "U_AUTHOR", name: "author" };
const origin = { channel: "C9", messageTs: "1.2", threadTs: "1.1", permalink: "https://slack.example/p12" };

function declaration(run: TriageRun): Step<Incident, IncidentCommand> {
  const command: IncidentCommand = {
    type: "declare",
    number: 12,
    title: 'Webhook "leads" reached its limit',
    severity: "P1",
    impact: "New leads are not enriched",
    affected: "SDR team, lead routing",
    detection: "user_report",
    detectedAt: at(8),
    runbookHash: "hash",
    origin: { ...origin, author, text: "Leads stand still" },
    evidence,
    walk: run.walk,
    cause: "webhook.limit_reached webhook:leads",
    causeTitle: "Webhook limit reached",
  };
  return [10, command];
}

const message = (ts: string) => ({ channel: "C1", ts });
const watch = { what: "Credits", unit: "credits", everyMinutes: 15, forMinutes: 60 };
const afterwards = { rootCause: "50,000 rows used", prevention: "An alert at 40,000" };
const creditsLost: CreditsLost = { kind: "rows", rows: 1200, creditsPerRow: 3 };
const incidentSteps: Step<Incident, IncidentCommand>[] = [
  [10, { type: "record_channel", channel: "C1", name: "inc-12-webhook" }, system],
  [11, { type: "degrade", what: "bookmark", why: "missing_scope" }, system],
  [13, { type: "tick" }, system],
  [15, { type: "tick" }, system],
  [25, { type: "tick" }, system],
  [26, { type: "take_lead" }, responder],
  [26, { type: "take_lead", person: lead, handover: true }, responder],
  [27, { type: "join" }, third],
  [28, { type: "update", text: "Looking at it", status: "mitigating", action: "Webhook replaced" }],
  [29, { type: "take_action", text: "Sender paused" }],
  [29, { type: "note", text: "The table is full" }],
  [
    29,
    {
      type: "follow_status_page",
      name: "Webhooks delayed",
      status: "investigating",
      text: "We are looking into it.",
      isOver: false,
    },
  ],
  [30, { type: "follow_status_page", name: "Webhooks delayed", status: "resolved", text: "", isOver: true }],
  [30, { type: "edit_details", details: { impact: "No leads since 09:00" }, creditsLost }],
  [31, { type: "change_severity", to: "P3", reason: "Half of it works" }],
  ...walkSteps(),
  [50, { type: "start_watch", ...watch, goal: { atLeast: 1000 }, source: "credits" }],
  [66, { type: "tick" }, system],
  [67, { type: "record_figure", watch: "W1", value: 500 }, system],
  [68, { type: "record_figure", watch: "W1", value: 2000 }, system],
  [69, { type: "start_watch", what: "Hit rate", unit: "percent", everyMinutes: 10, forMinutes: 60 }],
  [70, { type: "stop_watch", watch: "W2" }],
  ...captureSteps(),
  [80, { type: "update", text: "Waiting", nextUpdateAt: at(110) }],
  [106, { type: "tick" }, system],
  [107, { type: "snooze", minutes: 10 }],
  [118, { type: "tick" }, system],
  [119, { type: "dismiss" }],
  [120, { type: "lose_channel", reason: "deleted" }, system],
  [121, { type: "record_channel", channel: "C2", name: "inc-12-again" }, system],
  [122, { type: "make_private" }],
  [123, { type: "record_channel", channel: "C3", name: "inc-12-late", private: false }, system],
  [124, { type: "record_channel", channel: "C4", name: "inc-12-private", private: true }, system],
  [125, { type: "leave", person: third }, system],
  [126, { type: "add_action_item", text: "Alert", owner: lead, dueAt: at(10_000) }],
  [127, { type: "change_action_item", item: "A1", text: "Alert at 40,000", owner: lead, dueAt: at(9000) }],
  [
    128,
    {
      type: "resolve",
      resolution: "New webhook",
      ...afterwards,
      creditsLost,
      evidence,
      despiteFailing: true,
    },
  ],
  [129, { type: "reopen", reason: "It is full again" }],
  [130, { type: "resolve", resolution: "Two webhooks", despiteFailing: true }],
  [9000, { type: "tick" }, system],
  [
    9000,
    {
      type: "record_replay",
      plan: "97439f72c4da",
      webhook: "leads",
      accepted: 2088,
      refused: 12,
      inDoubt: 3,
      open: 1,
      first: at(126),
      last: at(127),
    },
  ],
  [9001, { type: "close_action_item", item: "A1" }],
  [9002, { type: "edit_postmortem", section: "impact", text: "Written by hand" }],
  [9003, { type: "edit_postmortem", section: "impact", text: null }],
  [9004, { type: "edit_postmortem", section: "timeline", text: "Told by hand" }],
  [9005, { type: "publish_postmortem", after: null }],
  [9006, { type: "archive" }],
];

function walkSteps(): Step<Incident, IncidentCommand>[] {
  return [
    [32, leafStep("untick", 0)],
    [33, leafStep("tick", 1)],
    [34, onWalk((walk) => keepP3(walk))],
    [35, didNotHelp],
    [36, restart],
    [37, answer("yes")],
    [37, paste],
    [38, back],
    [38, back],
    [39, answer("no")],
    [40, answer("cant_tell")],
    [41, answer("yes")],
    [42, onWalk(() => ({ type: "overrule", question: "auto_run" }))],
    [43, { type: "record_triage", evidence: { ...evidence, stream: "TRI-2" } }, system],
  ];
}

function keepP3(walk: WalkState): WalkCommand {
  const leaf = currentLeaf(walk);
  return { type: "keep_severity", resolution: leaf?.resolution ?? "", severity: leaf?.severity ?? "P1" };
}

function captureSteps(): Step<Incident, IncidentCommand>[] {
  const told = {
    author,
    saidAt: at(60),
    text: "It is full",
    link: "https://slack.example/p13",
    image: "f.png",
  };
  return [
    [71, { type: "capture_entry", source: message("2.1"), ...told }],
    [72, { type: "capture_entry", source: message("2.1"), ...told }, responder],
    [73, { type: "withdraw_entry", source: message("2.1") }, responder],
    [74, { type: "edit_entry", source: message("2.1"), text: "It is quite full" }, author],
    [75, { type: "capture_entry", source: message("2.2"), ...told }],
    [76, { type: "withdraw_entry", source: message("2.2") }],
    [77, { type: "capture_entry", source: message("2.3"), ...told }],
    [78, { type: "delete_entry", source: message("2.3") }, system],
  ];
}

/** Declared with a lead, by a clock's alert, private and as a drill from the start; over within minutes. */
const briefSteps: Step<Incident, IncidentCommand>[] = [
  [
    0,
    {
      type: "declare",
      number: 13,
      title: "Drill",
      severity: "P4",
      detection: "alert",
      private: true,
      drill: true,
      runbookHash: "hash",
      origin: { channel: "C9" },
      lead: responder,
    },
  ],
  [3, { type: "record_triage", evidence }, system],
  [4, start],
  [5, onWalk(() => ({ type: "overrule", question: "webhook_accepting" }))],
  [9, { type: "resolve", resolution: "Nothing was wrong", despiteFailing: true }],
];
