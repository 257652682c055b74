import { configSchema } from "../src/config/schema.ts";
import { type FakeClay, openFakeClay } from "../src/fake-clay/open-fake-clay.ts";
import { system } from "../src/lib/actor.ts";
import { toInstant } from "../src/lib/time.ts";
import { systemClock } from "../src/record/system-clock.ts";
import { loadRunbook } from "../src/runbook/load.ts";
import type { Runbook } from "../src/runbook/schema.ts";
import { diagnose } from "../src/triage/diagnosis/diagnose.ts";
import { planProbes, planTestRow } from "../src/triage/probes/plan-probes.ts";
import type { Probe } from "../src/triage/probes/probe.ts";
import { runTriage } from "../src/triage/probes/run-triage.ts";
import { evolveWalk } from "../src/walk/evolve-walk.ts";
import { decideWalk } from "../src/walk/walk.ts";
import type { WalkCommand } from "../src/walk/walk-events.ts";
import { currentLeaf, currentQuestion, noWalk, type WalkState } from "../src/walk/walk-state.ts";
import type { Figure } from "./support/measure.ts";

/** Red cells, auto-run, credits, webhook, providers: what the original runbook's tree asks on its main line. */
const askedByTheSeed = 5;

/** What a probe proves nobody is asked. */
const mostForProvable = 0;

type Fault = {
  name: string;
  bringAbout: (control: FakeClay["control"]) => unknown;
  /** The resolution the runbook means. */
  resolution: string;
  /** A probe can prove it. */
  provable: boolean;
  /** Webhooks ask before they are tested, as they do by default: somebody presses "Send test row" under triage. */
  asksFirst?: true;
  /** The first webhook's address, where it is not the usual one. */
  firstWebhook?: (url: string) => string;
};

const faults: Fault[] = [
  fault("webhook 404", "webhook 404", "webhook_recreate"),
  fault("webhook 403, limit reached", "webhook limit", "webhook_replace"),
  {
    ...fault("webhook 403, tested by a press", "webhook limit", "webhook_replace"),
    asksFirst: true,
  },
  {
    name: "credits 402",
    bringAbout: (control) => {
      control.set("me", { answer: "payment_required" });
      control.set("credits", { answer: "payment_required" });
    },
    resolution: "credits_exhausted",
    provable: true,
  },
  {
    name: "workflow's address rotated",
    bringAbout: (control) => control.play("healthy"),
    firstWebhook: (url) => `${url}/v3/tc-workflows/streams/wfrs_before_the_edit/webhook`,
    resolution: "workflow_address_changed",
    provable: true,
  },
  fault("actions at zero, as HTTP tells it", "actions zero", "actions_exhausted"),
  {
    name: "rows taken with 202, a provider lost its connection",
    bringAbout: (control) => control.set("webhook", { answer: "accepted" }),
    resolution: "provider_reconnect",
    provable: false,
  },
  fault("dead key", "key dead", "api_key_refused"),
  fault("callback down", "callback down", "callback_down"),
  {
    name: "all healthy, a provider lost its connection",
    bringAbout: (control) => control.play("healthy"),
    resolution: "provider_reconnect",
    provable: false,
  },
];

function fault(name: string, scenario: string, resolution: string): Fault {
  return { name, bringAbout: (control) => control.play(scenario), resolution, provable: true };
}

/** What people see who look where a question tells them to, with nothing wrong but a provider's connection. */
const truth: Record<string, string> = { red_cells: "no", auto_run: "yes", providers: "lost" };

/**
 * Counts, for each fault of the fake Clay, the questions people are asked until the walk comes to the resolution the
 * runbook means, and the calls triage makes for it.
 */
export async function benchQuestions(): Promise<Figure[]> {
  const read = loadRunbook();
  if ("problems" in read) throw new Error("The built-in runbook is not fit for use");
  const fake = await openFakeClay();
  const figures: Figure[] = [];
  try {
    for (const one of faults) figures.push(await measure(one, fake, read.runbook));
    for (const scenario of ["planned maintenance", "being monitored"])
      figures.push(await measureCalm(scenario, fake, read.runbook));
  } finally {
    await fake.close();
  }
  return figures;
}

async function measure(
  { name, bringAbout, resolution, provable, asksFirst, firstWebhook }: Fault,
  fake: FakeClay,
  runbook: Runbook,
): Promise<Figure> {
  await fake.control.reset();
  await bringAbout(fake.control);
  const before = fake.control.state().seen.length;
  const evidence = diagnose(
    await triage(fake, runbook, asksFirst ? "ask" : "always", firstWebhook?.(fake.url)),
  ).answers;
  const calls = fake.control.state().seen.length - before;
  const { asked, leaf } = walk(runbook, evidence);
  const most = provable ? mostForProvable : askedByTheSeed;
  return {
    name: `questions until the resolution is found: ${name}`,
    figure: `${asked} asked, ${calls} calls (${leaf === resolution ? leaf : `${leaf} instead of ${resolution}`})`,
    target: `at most ${most}, the original runbook asks ${askedByTheSeed}`,
    pass: asked <= most && leaf === resolution,
  };
}

/** What is planned, or mended and still watched, is no fault: whether Clay is up is known, and there is no severity. */
async function measureCalm(scenario: string, fake: FakeClay, runbook: Runbook): Promise<Figure> {
  await fake.control.play(scenario);
  const results = await triage(fake, runbook, "always");
  const { severity, answers } = diagnose(results);
  const { asked } = walk(runbook, answers);
  const isUp = answers.platform_up?.answer === "yes";
  return {
    name: `whether Clay is up, ${scenario}`,
    figure: `${isUp ? "known" : "asked"}, severity ${severity ?? "none"}, ${asked} asked in all`,
    target: `known, severity none, at most ${askedByTheSeed} in all`,
    pass: isUp && severity === undefined && asked <= askedByTheSeed,
  };
}

/** What a run found; where it asks before it tests a webhook, the first is tested by a press. */
async function triage(
  { configuration }: FakeClay,
  runbook: Runbook,
  submit: "always" | "ask",
  firstWebhook?: string,
) {
  const webhooks = configuration.webhooks.map((webhook, index) => ({
    ...webhook,
    submit,
    ...(index === 0 && firstWebhook && { url: firstWebhook }),
  }));
  const { clay, triage } = configSchema.parse({ clay: { ...configuration, webhooks } });
  const run = (probes: Probe[]) =>
    runTriage({
      probes,
      runbook,
      clock: systemClock,
      deadlineMs: triage.deadline_ms,
    });
  const results = await run(planProbes(clay));
  const offered = results.filter(({ offersTestRow }) => offersTestRow).slice(0, 1);
  const rows = await run(offered.flatMap(({ probe }) => planTestRow(clay, probe) ?? []));
  return results.map((result) => rows.find(({ probe }) => probe === result.probe) ?? result);
}

function walk(
  runbook: Runbook,
  evidence: ReturnType<typeof diagnose>["answers"],
): { asked: number; leaf: string } {
  const context = { now: toInstant(Date.now()), by: system, evidence, freshMinutes: 10 };
  const send = (state: WalkState, command: WalkCommand): WalkState => {
    const decision = decideWalk(runbook, state, command, context);
    if ("refusal" in decision) throw new Error(`The walk refused ${command.type}: ${decision.refusal.code}`);
    return decision.events.reduce(
      (after, event) => evolveWalk(after, { at: context.now, by: context.by, event }),
      state,
    );
  };
  let state = send(noWalk, { type: "start", entry: "enrichment_not_running" });
  let asked = 0;
  for (let question = currentQuestion(state); question; question = currentQuestion(state)) {
    const answer = truth[question.id] ?? "cant_tell";
    state = send(state, { type: "answer", revision: state.revision, question: question.id, answer });
    asked++;
  }
  return { asked, leaf: currentLeaf(state)?.resolution ?? "none" };
}
